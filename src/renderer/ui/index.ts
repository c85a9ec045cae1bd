/** The primitives every screen is made of. */
export { Avatar } from './avatar'
export { Button, IconButton, LinkButton } from './button'
export { CardList } from './card-list'
export { Checkbox, RadioCards, Segmented, Switch } from './choice'
export { Confirm, Dialog } from './dialog'
export {
  Badge,
  Banner,
  CountBadge,
  EmptyState,
  INK,
  Progress,
  Skeleton,
  useLate,
  VisuallyHidden,
  type Tone,
} from './feedback'
export { controlClass, Field, Input, PasswordInput, Select, TextArea, type Option } from './field'
export { focusHomeIfLost, focusIfLost, useFocusBack } from './focus-back'
export { Kbd } from './kbd'
export { Menu, type MenuItem } from './menu'
export { FormDialog } from './form-dialog'
export { keepToastsOf, toast, Toaster } from './toast'
export { Tooltip, TooltipProvider } from './tooltip'

/** Labelled form fields. The label, hint and error are tied to the control, so that screen readers say them. */
import { ChevronDown, CircleAlert, Eye, EyeOff } from 'lucide-react'
import { useId, useState, type ComponentProps, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../lib/cx'

export interface FieldProps {
  label: string
  /** One sentence under the control. */
  hint?: string | undefined
  /** What is wrong and how to put it right; null where nothing is. */
  error?: string | null | undefined
  hideLabel?: boolean
  className?: string | undefined
}

interface Ids {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean | undefined
}

/** The frame around one control; `children` receives what the control has to carry. */
export function Field({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  children,
}: FieldProps & { children: (ids: Ids) => ReactNode }) {
  const id = useId()
  const says = error ?? hint
  const wrong = error !== null && error !== undefined
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-small font-medium text-text-2'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': says === undefined ? undefined : `${id}-says`,
        'aria-invalid': wrong ? true : undefined,
      })}
      {says !== undefined && (
        <p
          id={`${id}-says`}
          role={wrong ? 'alert' : undefined}
          className={cx('flex gap-1 text-meta', wrong ? 'text-danger' : 'text-text-3')}
        >
          {wrong && <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />}
          {says}
        </p>
      )}
    </div>
  )
}

export const controlClass = cx(
  'w-full min-w-0 rounded-control border border-line-strong/70 bg-surface-1 px-2.5 text-body text-text-1',
  'transition-colors duration-[120ms] hover:border-line-strong disabled:opacity-50',
  'focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent aria-invalid:border-danger',
)

export interface InputProps extends Omit<ComponentProps<'input'>, 'id'>, FieldProps {}

export function Input({ label, hint, error, hideLabel, className, ...rest }: InputProps) {
  return (
    <Field {...{ label, hint, error, className }} hideLabel={hideLabel ?? false}>
      {(ids) => <input {...rest} {...ids} className={cx(controlClass, 'h-8')} />}
    </Field>
  )
}

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'id'>, FieldProps {}

export function TextArea({ label, hint, error, hideLabel, className, ...rest }: TextAreaProps) {
  return (
    <Field {...{ label, hint, error, className }} hideLabel={hideLabel ?? false}>
      {(ids) => <textarea rows={3} {...rest} {...ids} className={cx(controlClass, 'py-1.5')} />}
    </Field>
  )
}

/** A password with a way to look at it. */
export function PasswordInput({ label, hint, error, hideLabel, className, ...rest }: InputProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  return (
    <Field {...{ label, hint, error, className }} hideLabel={hideLabel ?? false}>
      {(ids) => (
        <div className="relative">
          <input
            {...rest}
            {...ids}
            type={shown ? 'text' : 'password'}
            className={cx(controlClass, 'h-8 pr-9')}
          />
          <button
            type="button"
            aria-label={t('common.showPassword')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="focus-inset absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-control text-text-3 hover:text-text-1"
          >
            {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
          </button>
        </div>
      )}
    </Field>
  )
}

export interface Option {
  value: string
  label: string
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'id' | 'onChange'>, FieldProps {
  options: readonly Option[]
  onValue: (value: string) => void
}

/** The system's own list: best with keyboard, touch and screen readers. */
export function Select({ label, hint, error, hideLabel, className, options, onValue, ...rest }: SelectProps) {
  return (
    <Field {...{ label, hint, error, className }} hideLabel={hideLabel ?? false}>
      {(ids) => (
        <div className="relative">
          <select
            {...rest}
            {...ids}
            onChange={(event) => onValue(event.currentTarget.value)}
            className={cx(controlClass, 'h-8 appearance-none truncate pr-8')}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-2 right-2.5 size-4 text-text-3"
          />
        </div>
      )}
    </Field>
  )
}

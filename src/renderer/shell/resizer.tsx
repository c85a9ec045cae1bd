/** The line between two panes, dragged or moved with the arrow keys. */
import { useTranslation } from 'react-i18next'
import { LIMITS, setPanes, usePanes } from './panes'

export function Resizer({ pane, name }: { pane: 'list' | 'card'; name: string }) {
  const { t } = useTranslation()
  const width = usePanes((panes) => panes[pane])
  const direction = pane === 'list' ? 1 : -1
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('common.resize', { pane: name })}
      aria-valuenow={width}
      aria-valuemin={LIMITS[pane].min}
      aria-valuemax={LIMITS[pane].max}
      className="focus-inset relative z-10 -mx-[3px] w-[7px] shrink-0 cursor-col-resize after:absolute after:inset-y-0 after:left-[3px] after:w-px after:bg-line hover:after:bg-line-strong"
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
        if (step === 0) return
        event.preventDefault()
        setPanes({ [pane]: width + step * direction })
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          setPanes({ [pane]: usePanes.getState()[pane] + event.movementX * direction })
      }}
    />
  )
}

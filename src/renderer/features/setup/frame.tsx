/** The frame of the first run: one question at a time, with how far it is. */
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSetup } from '../../stores/app'
import { useFirstRun } from './first-run'
import { placeOfStep, type SetupStep } from './steps'

export interface FrameProps {
  step: SetupStep
  title: string
  text?: string | undefined
  wide?: boolean
  children: ReactNode
}

export function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className="size-8">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M9 9.5v10.5a3 3 0 0 0 3 3h11M14.5 9.500h8.5M14.5 14.5h6"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export function Frame({ step, title, text, wide = false, children }: FrameProps) {
  const { t } = useTranslation()
  const page = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // A new step is a new page: focus and reading start at its head, or in the field that takes the focus itself.
  useEffect(() => {
    if (page.current?.contains(document.activeElement) !== true) heading.current?.focus()
  }, [step])
  const asksNow = useSetup(({ status }) => status?.stage === 'new' && !status.keychain)
  const asked = useFirstRun((state) => state.askedForKey)
  const place = placeOfStep(step, asksNow || asked)
  return (
    <main
      ref={page}
      className="relative flex min-h-0 grow justify-center overflow-y-auto bg-surface-0 px-4 py-6 sm:items-center"
    >
      <div
        className={`flex w-full animate-fade flex-col gap-5 rounded-card border border-line bg-surface-1 p-6 shadow-2 sm:p-8 ${wide ? 'max-w-[680px]' : 'max-w-[480px]'} h-fit`}
      >
        <div className="flex items-center justify-between">
          <Mark />
          {place && (
            <div className="flex items-center gap-2">
              <span className="numeric text-meta text-text-3">
                {t('setup.step', { step: place.at, steps: place.of })}
              </span>
              <span aria-hidden className="flex gap-1">
                {Array.from({ length: place.of }, (_, index) => (
                  <span
                    key={index}
                    className={`h-1.5 rounded-full ${index === place.at - 1 ? 'w-5 bg-accent' : index < place.at - 1 ? 'w-1.5 bg-accent' : 'w-1.5 bg-surface-3'}`}
                  />
                ))}
              </span>
            </div>
          )}
        </div>
        <div className="flex flex-col gap-1.5">
          <h1 ref={heading} tabIndex={-1} className="text-head font-semibold outline-none">
            {title}
          </h1>
          {text !== undefined && <p className="text-body text-text-2">{text}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}

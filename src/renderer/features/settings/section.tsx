/** One part of the settings: a heading, a word on it, and its fields. */
import type { ReactNode } from 'react'

export interface SectionProps {
  id: string
  title: string
  text?: string
  children: ReactNode
}

export function Section({ id, title, text, children }: SectionProps) {
  return (
    <section aria-labelledby={`settings-${id}`} className="flex scroll-mt-6 flex-col gap-4">
      <div>
        <h2
          id={`settings-${id}`}
          tabIndex={-1}
          className="scroll-mt-6 text-title font-semibold focus-visible:outline-none"
        >
          {title}
        </h2>
        {text !== undefined && <p className="text-text-2">{text}</p>}
      </div>
      {children}
    </section>
  )
}

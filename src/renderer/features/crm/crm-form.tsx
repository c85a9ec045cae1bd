/** What every form that signs in to a CRM shares: asked once at a time, what went wrong on top, nothing said before it was tried. */
import { useState, type ReactNode } from 'react'
import { client, problemOf, type Problem } from '../../client'
import { useCrm } from '../../stores/app'
import { Banner } from '../../ui'

type SignIn = Parameters<typeof client.crm.signIn>[0]

export interface Asking {
  /** Whether it was sent once: what is missing is said from then on. */
  tried: boolean
  busy: boolean
  problem: Problem | null
  /** Forgets the problem: something was changed. */
  changed: () => void
  /** Does the work where the form is complete, one at a time; `quiet`: the form's own button shows nothing of it. */
  ask: (complete: boolean, work: () => Promise<void>, quiet?: boolean) => Promise<void>
  /** Signs in where the form is complete. */
  signIn: (complete: boolean, input: SignIn) => Promise<void>
}

export function useAsking({
  onBusy,
  onDone,
}: {
  onBusy?: (busy: boolean) => void
  onDone: () => void
}): Asking {
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const ask: Asking['ask'] = async (complete, work, quiet = false) => {
    setTried(true)
    if (busy || !complete) return
    setProblem(null)
    setBusy(true)
    if (!quiet) onBusy?.(true)
    try {
      await work()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
      if (!quiet) onBusy?.(false)
    }
  }
  return {
    tried,
    busy,
    problem,
    changed: () => setProblem(null),
    ask,
    signIn: (complete, input) =>
      ask(complete, async () => {
        useCrm.setState({ status: await client.crm.signIn(input) })
        onDone()
      }),
  }
}

export interface CrmFormProps {
  /** Of the form element, for a button outside it. */
  formId: string
  /** What went wrong, in words. */
  problem: string | null
  onSubmit: () => void
  children: ReactNode
}

export function CrmForm({ formId, problem, onSubmit, children }: CrmFormProps) {
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {problem !== null && (
        <Banner tone="danger" urgent rounded>
          {problem}
        </Banner>
      )}
      {children}
    </form>
  )
}

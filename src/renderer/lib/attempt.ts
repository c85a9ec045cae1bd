/** Runs a call of the person's and says in their words when it failed, so that no failure is silent. */
import { problemOf, type Problem } from '../client'
import { i18n } from '../i18n'
import { toast } from '../ui/toast'

/** The sentence for a problem. */
export function problemText(problem: Problem): string {
  const text = i18n.t(`errors.${problem.code}`)
  return problem.reference === null
    ? text
    : `${text} ${i18n.t('errors.reference', { reference: problem.reference })}`
}

/** Answers what the call answered, or null after having told the person. */
export async function attempt<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    toast(problemText(problemOf(error)))
    return null
  }
}

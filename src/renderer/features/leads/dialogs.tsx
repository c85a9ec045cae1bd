/** What is asked about a lead, whichever screen it is moved or planned on. */
import { LostDialog } from './lost-dialog'
import { StepDialog } from './step-dialog'

export function LeadDialogs() {
  return (
    <>
      <LostDialog />
      <StepDialog />
    </>
  )
}

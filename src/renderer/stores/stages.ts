/** The stages a lead goes through, by the names that the screens give them: the CRM's own, or Leadline's in the person's language. */
import type { Stage } from '../../contract'
import { client } from '../client'
import { i18n } from '../i18n'

/** Names that come from a CRM stay as they are. */
export const namedStage = (stage: Stage): Stage =>
  stage.isOwn ? { ...stage, name: i18n.t(`leads.ownStage.${stage.outcome}`) } : stage

/** Rejects as `client.leads.stages` does. */
export const readStages = async (): Promise<Stage[]> => (await client.leads.stages()).map(namedStage)

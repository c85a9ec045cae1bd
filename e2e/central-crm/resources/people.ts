/** Contacts and leads. */
import { invalid } from '../problem'
import { contact, contactInput, lead, leadInput } from '../schemas/people'
import { pipelineInput } from '../schemas/work'
import { defineResource, mustBeCurrency, mustExist, ownerOf, type WriteContext } from './resource'

export const contacts = defineResource({
  kind: 'contact',
  path: 'contacts',
  input: contactInput,
  output: contact,
  readers: 'employee',
  writers: 'employee',
  scope: 'all',
  post: false,
  complete: (input, context) => {
    if (new Set(input.phones).size < input.phones.length) throw invalid('/phones', 'holds a number twice')
    return { ...input, ownerId: context.current?.ownerId ?? context.user.id }
  },
})

/** The stage a lead goes to, with its pipeline. */
function place(wanted: string | undefined, { world, current }: WriteContext) {
  const stageId = wanted ?? current?.data['stageId']
  const pipelines = world.records.all('pipeline').filter((record) => !record.deleted)
  for (const record of pipelines) {
    const stages = pipelineInput.parse(record.data).stages.toSorted((a, b) => a.order - b.order)
    const stage = stageId === undefined ? stages[0] : stages.find(({ id }) => id === stageId)
    if (stage) return { pipelineId: record.id, stageId: stage.id }
  }
  throw invalid('/stageId', 'no pipeline has this stage', 'unknown-reference')
}

export const leads = defineResource({
  kind: 'lead',
  path: 'leads',
  input: leadInput,
  output: lead,
  readers: 'employee',
  writers: 'employee',
  scope: 'own',
  post: false,
  complete: (input, context) => {
    if ((input.value === null) !== (input.currency === null))
      throw invalid(input.value === null ? '/value' : '/currency', 'value and currency go together')
    if (input.currency) mustBeCurrency(input.currency)
    mustExist(context, 'contact', input.contactId, '/contactId')
    return { ...input, ...place(input.stageId, context), ownerId: ownerOf(input.ownerId, context) }
  },
})

/** A certificate as plain text, in the person's language, to be kept as a file. Pure. */
import type { TFunction } from 'i18next'
import { ERASED_KINDS, type Certificate, type ErasedCounts, type ErasedKind } from '../../../contract'
import type { Format } from '../../lib/format'

/** Kinds of which there is any, in the order in which they are shown. */
export const countedKinds = (counts: ErasedCounts): { kind: ErasedKind; count: number }[] =>
  ERASED_KINDS.flatMap((kind) => {
    const count = counts[kind] ?? 0
    return count > 0 ? [{ kind, count }] : []
  })

export function certificateText(
  t: TFunction,
  format: Pick<Format, 'exact' | 'number'>,
  certificate: Certificate,
): string {
  const { id, reference, appVersion, begunAt, doneAt, counts, crm } = certificate
  const lines = [
    t('erasing.certificate.heading'),
    '',
    `${t('erasing.certificate.id')}: ${id}`,
    ...(reference === '' ? [] : [`${t('erasing.reference')}: ${reference}`]),
    `${t('erasing.certificate.begun')}: ${format.exact(begunAt)}`,
    `${t('erasing.certificate.done')}: ${format.exact(doneAt)}`,
    `${t('erasing.certificate.version')}: Leadline ${appVersion}`,
    '',
    t('erasing.certificate.erased'),
    ...countedKinds(counts).map(
      ({ kind, count }) => `- ${t(`erasing.kinds.${kind}`)}: ${format.number(count)}`,
    ),
    '',
    t(crm.length === 0 ? 'erasing.certificate.crmNone' : 'erasing.certificate.crm'),
    ...crm.map(
      (held) =>
        `- ${t(`erasing.records.${held.kind}`)} ${held.id}${held.maybe ? ` (${t('erasing.maybe')})` : ''}`,
    ),
    '',
    t('erasing.certificate.marks'),
    t('erasing.certificate.others'),
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** A certificate in the person's language: in words, for a PDF, and as plain text, to be kept as a file. Pure. */
import type { TFunction } from 'i18next'
import {
  ERASED_KINDS,
  type Certificate,
  type CertificateWords,
  type ErasedCounts,
  type ErasedKind,
} from '../../../contract'
import type { Format } from '../../lib/format'

/** Kinds of which there is any, in the order in which they are shown. */
export const countedKinds = (counts: ErasedCounts): { kind: ErasedKind; count: number }[] =>
  ERASED_KINDS.flatMap((kind) => {
    const count = counts[kind] ?? 0
    return count > 0 ? [{ kind, count }] : []
  })

export function certificateWords(
  t: TFunction,
  format: Pick<Format, 'exact' | 'number'>,
  certificate: Certificate,
): CertificateWords {
  const { id, reference, appVersion, begunAt, doneAt, counts, crm } = certificate
  return {
    title: t('erasing.certificate.heading'),
    facts: [
      { name: t('erasing.certificate.id'), value: id },
      ...(reference === '' ? [] : [{ name: t('erasing.reference'), value: reference }]),
      { name: t('erasing.certificate.begun'), value: format.exact(begunAt) },
      { name: t('erasing.certificate.done'), value: format.exact(doneAt) },
      { name: t('erasing.certificate.version'), value: `Leadline ${appVersion}` },
    ],
    parts: [
      {
        heading: t('erasing.certificate.erased'),
        items: countedKinds(counts).map(({ kind, count }) => ({
          name: t(`erasing.kinds.${kind}`),
          value: format.number(count),
        })),
      },
      {
        heading: t(crm.length === 0 ? 'erasing.certificate.crmNone' : 'erasing.certificate.crm'),
        items: crm.map((held) => ({
          name: t(`erasing.records.${held.kind}`),
          value: held.maybe ? `${held.id} (${t('erasing.maybe')})` : held.id,
        })),
      },
    ],
    notes: [t('erasing.certificate.marks'), t('erasing.certificate.others')],
  }
}

export function certificateText({ title, facts, parts, notes }: CertificateWords): string {
  const lines = [
    title,
    '',
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...parts.flatMap(({ heading, items }) => [
      '',
      heading,
      ...items.map(({ name, value }) => `- ${name}: ${value}`),
    ]),
    '',
    ...notes,
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** What would be made of a file, or was made: counts, and why rows are left out, by the file's own line numbers. */
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../contract'
import { useFormat } from '../../lib/format'
import { cx } from '../../lib/cx'
import { Badge, type Tone } from '../../ui'
import type { OldSetting } from '../../../contract'

const TONES: Record<OldSetting['outcome'], Tone> = {
  taken: 'success',
  kept: 'neutral',
  'by-hand': 'warning',
  automatic: 'info',
  obsolete: 'neutral',
  unknown: 'neutral',
}

export function Report({ report, planned }: { report: ImportReport; planned: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="flex flex-col gap-4">
      {report.counts.length > 0 && (
        <table className="w-full text-left">
          <caption className="sr-only">{t('imports.report')}</caption>
          <thead className="text-small text-text-2">
            <tr>
              <th scope="col" className="py-1 font-medium">
                {t('imports.what')}
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {t(planned ? 'imports.toMake' : 'imports.made')}
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {t('imports.matched')}
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {t('imports.skipped')}
              </th>
            </tr>
          </thead>
          <tbody className="numeric">
            {report.counts.map(({ entity, made, matched, skipped }) => (
              <tr key={entity} className="border-t border-line">
                <th scope="row" className="py-1 font-normal">
                  {t(`imports.entity.${entity}`)}
                </th>
                <td className="py-1 text-right">{format.number(made)}</td>
                <td className="py-1 text-right">{format.number(matched)}</td>
                <td className="py-1 text-right">
                  {format.number(skipped.reduce((sum, one) => sum + one.count, 0))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {report.counts.some(({ skipped }) => skipped.length > 0) && (
        <div>
          <h4 className="font-semibold">{t('imports.why')}</h4>
          <ul className="flex flex-col gap-1 text-text-2">
            {report.counts.flatMap(({ entity, skipped }) =>
              skipped.map(({ reason, count, lines }) => (
                <li key={`${entity} ${reason}`}>
                  {t('imports.left', {
                    count,
                    entity: t(`imports.entity.${entity}`),
                    number: format.number(count),
                    reason: t(`imports.reason.${reason}`),
                  })}{' '}
                  <span className={cx('text-text-3', lines.length < 4 && 'whitespace-nowrap')}>
                    {t(count > lines.length ? 'imports.firstLines' : 'imports.lines', {
                      count: lines.length,
                      lines: format.list(lines.map((line) => format.number(line))),
                    })}
                  </span>
                </li>
              )),
            )}
          </ul>
        </div>
      )}
      {report.settings.length > 0 && (
        <div>
          <h4 className="font-semibold">{t('imports.oldSettings')}</h4>
          <ul className="flex flex-col gap-1">
            {report.settings.map(({ name, outcome }) => (
              <li key={name} className="flex flex-wrap items-center gap-2">
                <span className="min-w-0 break-all">{name}</span>
                <Badge tone={TONES[outcome]}>{t(`imports.setting.${outcome}`)}</Badge>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

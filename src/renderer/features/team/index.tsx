/** For owners and admins: everybody's devices as they reported last, and what the CRM's server could clean up. */
import { MonitorSmartphone } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerCleanup, Team, TeamDevice } from '../../../contract'
import { client, problemOf, type Problem } from '../../client'
import { problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { useCrm } from '../../stores/app'
import { useMay } from '../../stores/rights'
import { Badge, Banner, Button, EmptyState, Skeleton } from '../../ui'
import { GRADE_TONE, inOrder, STATE_TONE } from './looks'

/** Whether there is a team to show, and a person to show it to. */
export function useSeesTeam(): boolean {
  const may = useMay('watch-team')
  return useCrm(({ status }) => status?.state === 'signed-in') && may
}

function Device({ device }: { device: TeamDevice }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, health, queued, unsynced } = device
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <span dir="auto" className="min-w-0 truncate font-medium">
          {device.userName}
        </span>
        <Badge tone={STATE_TONE[state]}>{t(`team.state.${state}`)}</Badge>
        {health && <Badge tone={GRADE_TONE[health]}>{t(`health.grade.${health}`)}</Badge>}
      </p>
      <p className="text-small break-words text-text-2">
        <span dir="auto">{device.name}</span>
        {device.phone !== null && <span className="numeric"> · {format.phone(device.phone)}</span>}
        {` · ${t('team.version', { version: device.appVersion })}`}
      </p>
      <p className="numeric text-meta text-text-3">
        <span title={format.exact(device.since)}>
          {t('team.since', { when: format.relative(device.since) })}
        </span>
        {queued > 0 && ` · ${t('team.queued', { count: queued, n: format.number(queued) })}`}
        {unsynced > 0 && ` · ${t('team.unsynced', { count: unsynced, n: format.number(unsynced) })}`}
        <span title={format.exact(device.reportedAt)}>
          {` · ${t('team.reported', { when: format.relative(device.reportedAt) })}`}
        </span>
      </p>
    </li>
  )
}

function Cleanup({ figures }: { figures: ServerCleanup }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = Object.entries(figures)
  return (
    <section aria-labelledby="team-cleanup" className="flex flex-col gap-2">
      <h3 id="team-cleanup" className="font-semibold">
        {t('team.cleanup')}
      </h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-small">
        {rows.map(([name, count]) => (
          <div key={name} className="contents">
            <dt className="text-text-3">{t(`team.figure.${name}`)}</dt>
            <dd className="numeric">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function TeamSettings() {
  const { t } = useTranslation()
  const [team, setTeam] = useState<Team | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const read = useCallback(
    () =>
      client.crm.team().then(
        (found) => {
          setTeam(found)
          setProblem(null)
        },
        (error: unknown) => setProblem(problemOf(error)),
      ),
    [],
  )
  // As often as the CRM is read; with that, what could not be read is had as soon as the CRM is back.
  const lastSyncAt = useCrm(({ status }) => status?.lastSyncAt)
  useEffect(() => {
    void read()
  }, [read, lastSyncAt])
  const readAgain = async () => {
    setBusy(true)
    await read()
    setBusy(false)
  }
  const again = (
    <Button size="sm" busy={busy} onClick={() => void readAgain()}>
      {t('team.again')}
    </Button>
  )
  return (
    <div className="flex flex-col gap-6">
      {problem && (
        <Banner tone="danger" rounded action={again}>
          {problemText(problem)}
        </Banner>
      )}
      {!team && !problem && <Skeleton className="h-24" />}
      {team && (
        <>
          <div className="flex flex-col gap-3">
            {team.devices.length === 0 ? (
              <div className="rounded-card border border-line">
                <EmptyState
                  icon={<MonitorSmartphone className="size-6" />}
                  title={t('team.none')}
                  text={t('team.noneText')}
                />
              </div>
            ) : (
              <ul
                aria-label={t('team.devices')}
                className="divide-y divide-line rounded-card border border-line"
              >
                {inOrder(team.devices).map((device) => (
                  <Device key={device.id} device={device} />
                ))}
              </ul>
            )}
            {!problem && <div>{again}</div>}
          </div>
          <Cleanup figures={team.cleanup} />
        </>
      )}
    </div>
  )
}

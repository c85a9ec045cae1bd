/** Settings: one page of sections, with a way to each of them. */
import { Copy, Download } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { copyText } from '../../lib/copy'
import { useAccounts, usePreferences, useSetup } from '../../stores/app'
import { openSettings } from '../../stores/navigation'
import { useSystem } from '../../stores/system'
import { Button, LinkButton, Skeleton } from '../../ui'
import { AccountDialogs } from '../account/dialogs'
import { AssistantSettingsOf } from '../assistant'
import { CrmSettings } from '../crm'
import { ImportSettings } from '../imports'
import { TeamSettings, useSeesTeam } from '../team'
import { CleanupSettings } from './cleanup'
import { AccountSettings } from './accounts'
import { GeneralSettings } from './general'
import { ChatSettings, KeepingSettings } from './keeping'
import { LimitSettings } from './limits'
import { LockSettings } from './lock'
import { hasOutside, NotificationSettings } from './notifications'
import { OrderSettings } from './orders'
import { Section } from './section'
import { UpdateSettings } from './updates'
import { useSection } from './use-section'
import { useUpdate } from './use-update'

export interface SettingsScreenProps {
  section: string | null
}

const SECTIONS = [
  'general',
  'notifications',
  'lock',
  'whatsapp',
  'limits',
  'crm',
  'team',
  'orders',
  'assistant',
  'keeping',
  'chats',
  'imports',
  'cleanup',
  'updates',
  'help',
] as const

async function copyDiagnostics(): Promise<void> {
  const report = await attempt(() => client.system.diagnostics())
  if (report) copyText(report.text)
}

export function SettingsScreen({ section }: SettingsScreenProps) {
  const { t } = useTranslation()
  const page = useRef<HTMLElement>(null)
  const accounts = useAccounts((state) => state.accounts)
  const preferences = usePreferences((state) => state.preferences)
  const version = useSetup((state) => state.status?.version)
  const update = useUpdate()
  // Where the host does not update itself there is nothing to set.
  const updates = update?.state.kind === 'unsupported' ? null : update
  const canLock = useSetup((state) => state.status?.canLock === true)
  const system = useSystem((state) => state.status)
  const outside = hasOutside(system) ? system : null
  const seesTeam = useSeesTeam()
  const missing: string[] = [
    ...(updates ? [] : ['updates']),
    ...(outside ? [] : ['notifications']),
    ...(seesTeam ? [] : ['team']),
  ]
  const ready = preferences !== null
  useEffect(() => {
    if (section === null || !ready) return
    const heading = page.current?.querySelector<HTMLElement>(`#settings-${CSS.escape(section)}`)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
  }, [section, ready])
  const shown = useSection(page, section, ready)
  return (
    <main ref={page} className="relative min-h-0 min-w-0 grow overflow-y-auto bg-surface-1">
      <div className="mx-auto flex max-w-[880px] flex-col gap-x-10 px-6 py-6 md:flex-row">
        <div className="shrink-0 pb-4 md:sticky md:top-6 md:w-44 md:self-start">
          <h1
            data-focus-home
            tabIndex={-1}
            className="mb-3 text-head font-semibold focus-visible:outline-none"
          >
            {t('common.settings')}
          </h1>
          <nav aria-label={t('settings.sections')}>
            <ul className="flex flex-wrap gap-1 md:flex-col">
              {SECTIONS.filter((id) => !missing.includes(id)).map((id) => (
                <li key={id}>
                  <a
                    href={`#/settings/${id}`}
                    aria-current={shown === id ? 'true' : undefined}
                    onClick={(event) => {
                      event.preventDefault()
                      openSettings(id)
                      page.current?.querySelector(`#settings-${id}`)?.scrollIntoView({ block: 'start' })
                    }}
                    className="block rounded-control px-2.5 py-1 text-text-2 hover:bg-surface-2 hover:text-text-1 aria-[current]:bg-surface-3 aria-[current]:font-medium aria-[current]:text-text-1"
                  >
                    {t(`settings.${id}`)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
        {preferences ? (
          <div className="flex min-w-0 grow flex-col gap-10 pb-10">
            <GeneralSettings preferences={preferences} />
            {outside && <NotificationSettings preferences={preferences} status={outside} />}
            <LockSettings preferences={preferences} canLock={canLock} />
            <AccountSettings accounts={accounts} preferences={preferences} />
            <LimitSettings preferences={preferences} />
            <Section id="crm" title={t('settings.crm')} text={t('settings.crmText')}>
              <CrmSettings />
            </Section>
            {seesTeam && (
              <Section id="team" title={t('settings.team')} text={t('settings.teamText')}>
                <TeamSettings />
              </Section>
            )}
            <OrderSettings preferences={preferences} />
            <Section id="assistant" title={t('assistant.title')} text={t('assistant.titleText')}>
              {accounts && <AssistantSettingsOf accounts={accounts} />}
            </Section>
            <KeepingSettings preferences={preferences} />
            <ChatSettings />
            <Section id="imports" title={t('settings.imports')} text={t('settings.importsText')}>
              <ImportSettings />
            </Section>
            <CleanupSettings preferences={preferences} />
            {updates && <UpdateSettings status={updates} channel={preferences.updateChannel} />}
            <Section id="help" title={t('settings.help')} text={t('settings.diagnosticsText')}>
              <div className="flex flex-wrap gap-2">
                <Button icon={<Copy aria-hidden className="size-4" />} onClick={() => void copyDiagnostics()}>
                  {t('settings.copyDiagnostics')}
                </Button>
                <LinkButton href="/diagnostics" download icon={<Download aria-hidden className="size-4" />}>
                  {t('settings.diagnostics')}
                </LinkButton>
              </div>
              {version !== undefined && !updates && (
                <p className="text-small text-text-3">{t('settings.version', { version })}</p>
              )}
            </Section>
          </div>
        ) : (
          <div className="flex grow flex-col gap-4">
            <Skeleton className="h-24" />
            <Skeleton className="h-24" />
          </div>
        )}
      </div>
      <AccountDialogs />
    </main>
  )
}

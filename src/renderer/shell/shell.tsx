/** The frame around all screens: decides between not connected, first run, unlocking and the rooms. */
import { PlugZap } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { reconnectNow, useConnection } from '../client'
import { openAccounts } from '../features/account/help'
import { useNameOfSeveral } from '../features/account/name'
import { useKeys } from '../features/commands/use-keys'
import { CatalogScreen } from '../features/catalog'
import { CommandPalette } from '../features/commands/palette'
import { KeyList } from '../features/commands/key-list'
import { PeopleScreen } from '../features/contacts'
import { CrmSignIn, ExpiredDialog } from '../features/crm'
import { InboxScreen } from '../features/inbox/screen'
import { DueDialog, ReminderBanner } from '../features/tasks'
import { LeadDialogs } from '../features/leads'
import { LeadsScreen } from '../features/leads/board'
import { SettingsScreen } from '../features/settings'
import { useFirstRun } from '../features/setup/first-run'
import { Setup } from '../features/setup/setup'
import { nextSetupStep } from '../features/setup/steps'
import { useEnded } from '../lib/use-ended'
import { useNarrow } from '../lib/use-media'
import { useAccounts, usePreferences, useSetup } from '../stores/app'
import { useAlarms } from '../stores/health'
import { openId, useNavigation } from '../stores/navigation'
import {
  Banner,
  Button,
  EmptyState,
  focusHomeIfLost,
  keepToastsOf,
  Toaster,
  TooltipProvider,
  useLate,
} from '../ui'
import { Rail } from './rail'

function Waiting() {
  const { t } = useTranslation()
  const late = useLate(400)
  return (
    <main className="flex h-full items-center justify-center">
      {late && (
        <p role="status" className="text-small text-text-3">
          {t('common.loading')}
        </p>
      )}
    </main>
  )
}

function Refused() {
  const { t } = useTranslation()
  return (
    <main className="flex h-full items-center justify-center bg-surface-1">
      <EmptyState
        icon={<PlugZap className="size-6" />}
        title={t('common.refusedTitle')}
        text={t('common.refusedText')}
      />
    </main>
  )
}

function Rooms() {
  const narrow = useNarrow()
  const place = useNavigation((state) => state.place)
  useKeys()
  useAlarms(useNameOfSeveral(), openAccounts)
  const chat = openId(place)
  const inThread = chat !== null
  useEffect(() => keepToastsOf(chat), [chat])
  // What had the focus in the first run, or while it was locked, is gone.
  useEffect(focusHomeIfLost, [])
  return (
    <>
      <ReminderBanner />
      <div className={narrow ? 'flex min-h-0 grow flex-col-reverse' : 'flex min-h-0 grow'}>
        {!(narrow && inThread) && <Rail narrow={narrow} />}
        {place.screen === 'inbox' && <InboxScreen />}
        {place.screen === 'leads' && <LeadsScreen />}
        {place.screen === 'people' && <PeopleScreen contactId={place.contactId} />}
        {place.screen === 'catalog' && <CatalogScreen />}
        {place.screen === 'settings' && <SettingsScreen section={place.section} />}
      </div>
      <DueDialog />
      <LeadDialogs />
      <CommandPalette />
      <KeyList />
      <CrmSignIn />
      <ExpiredDialog />
    </>
  )
}

function Content() {
  const connection = useConnection((state) => state.state)
  const status = useSetup((state) => state.status)
  const preferences = usePreferences((state) => state.preferences)
  const accounts = useAccounts((state) => state.accounts)
  const linking = useFirstRun((state) => state.linking)
  if (connection === 'refused') return <Refused />
  if (status === null || preferences === null || (status.stage === 'open' && accounts === null))
    return <Waiting />
  const step = nextSetupStep(status, preferences, accounts ?? [], linking)
  return step === null ? <Rooms /> : <Setup step={step} status={status} preferences={preferences} />
}

function OfflineBanner() {
  const { t } = useTranslation()
  if (!useEnded()) return null
  return (
    <Banner
      tone="warning"
      urgent
      action={
        <Button size="sm" onClick={reconnectNow}>
          {t('common.offlineNow')}
        </Button>
      }
    >
      {t('common.offline')}
    </Banner>
  )
}

export function Shell() {
  return (
    <TooltipProvider>
      <div className="flex h-dvh flex-col overflow-hidden">
        <OfflineBanner />
        <Content />
      </div>
      <Toaster />
    </TooltipProvider>
  )
}

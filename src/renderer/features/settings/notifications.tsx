/** How Leadline makes itself noticed outside its window, as far as this host can: notifications, keys, starting at login. */
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preferences, SystemStatus } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { isMac } from '../../lib/platform'
import { setPreferences } from '../../stores/app'
import { readSystem, useSystem } from '../../stores/system'
import { Input, Switch } from '../../ui'
import { acceleratorOf, minuteOf, shownKeys, timeOf } from './outside'
import { Section } from './section'

/** An evening and a night, to begin with. */
const USUAL_HOURS = { from: 20 * 60, to: 8 * 60 }

/** Whether there is anything to set on this host. */
export const hasOutside = (status: SystemStatus | null): status is SystemStatus =>
  status !== null && (status.notifications || status.startAtLogin !== null || status.shortcut !== null)

function QuietHours({ hours }: { hours: Preferences['quietHours'] }) {
  const { t } = useTranslation()
  const set = (change: Partial<typeof USUAL_HOURS>) => {
    if (hours) void setPreferences({ quietHours: { ...hours, ...change } })
  }
  return (
    <>
      <Switch
        label={t('notices.quiet')}
        hint={t('notices.quietHint')}
        checked={hours !== null}
        onChange={(on) => void setPreferences({ quietHours: on ? USUAL_HOURS : null })}
      />
      {hours && (
        <div className="grid gap-4 sm:grid-cols-2">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="time"
              label={t(`notices.${end}`)}
              value={timeOf(hours[end])}
              onChange={(event) => {
                const minute = minuteOf(event.currentTarget.value)
                if (minute !== null) set({ [end]: minute })
              }}
            />
          ))}
        </div>
      )}
    </>
  )
}

function ShortcutField({ keys, isTaken }: { keys: string | null; isTaken: boolean }) {
  const { t } = useTranslation()
  const [tooFew, setTooFew] = useState(false)
  const choose = async (shortcut: string | null) => {
    setTooFew(false)
    if (await setPreferences({ shortcut })) await readSystem()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab' || event.key === 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Backspace' || event.key === 'Delete') {
      void choose(null)
      return
    }
    if (['Control', 'Alt', 'Shift', 'Meta', 'AltGraph'].includes(event.key)) return
    const chosen = acceleratorOf(event)
    if (chosen === null) setTooFew(true)
    else void choose(chosen)
  }
  return (
    <Input
      readOnly
      label={t('notices.shortcut')}
      hint={t('notices.shortcutHint')}
      error={tooFew ? t('notices.shortcutFew') : isTaken ? t('notices.shortcutTaken') : null}
      placeholder={t('notices.shortcutNone')}
      value={keys === null ? '' : shownKeys(keys, isMac)}
      onKeyDown={press}
      onBlur={() => setTooFew(false)}
    />
  )
}

const setStartAtLogin = async (on: boolean) => {
  const status = await attempt(() => client.system.setStartAtLogin({ on }))
  if (status) useSystem.setState({ status })
  else await readSystem()
}

export interface NotificationSettingsProps {
  preferences: Preferences
  status: SystemStatus
}

export function NotificationSettings({ preferences, status }: NotificationSettingsProps) {
  const { t } = useTranslation()
  const { notifications, notificationsPrivate, quietHours, shortcut } = preferences
  return (
    <Section id="notifications" title={t('settings.notifications')}>
      {status.notifications && (
        <Switch
          label={t('notices.on')}
          hint={t('notices.onHint')}
          checked={notifications}
          onChange={(on) => void setPreferences({ notifications: on })}
        />
      )}
      {status.notifications && notifications && (
        <>
          <Switch
            label={t('notices.private')}
            hint={t('notices.privateHint')}
            checked={notificationsPrivate}
            onChange={(on) => void setPreferences({ notificationsPrivate: on })}
          />
          <QuietHours hours={quietHours} />
        </>
      )}
      {status.startAtLogin !== null && (
        <Switch
          label={t('notices.login')}
          hint={t('notices.loginHint')}
          checked={status.startAtLogin}
          onChange={(on) => void setStartAtLogin(on)}
        />
      )}
      {status.shortcut !== null && <ShortcutField keys={shortcut} isTaken={status.shortcut === 'taken'} />}
    </Section>
  )
}

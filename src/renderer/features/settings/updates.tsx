/** Updates of Leadline: the version that runs, what comes next, and which versions the person wants. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdateChannel, UpdateStatus } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { setPreferences } from '../../stores/app'
import { Banner, Button, Progress, RadioCards } from '../../ui'
import { Section } from './section'
import { updateView, type UpdateView } from './update-view'

/** What each button asks of the app; the answer comes back as an event. */
const ASKS: Record<NonNullable<UpdateView['button']>, () => Promise<unknown>> = {
  check: () => client.updates.check(),
  retry: () => client.updates.check(),
  install: () => client.updates.install(),
  postpone: () => client.updates.postpone(),
}

function UpdateButton({ button }: { button: NonNullable<UpdateView['button']> }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    await attempt(ASKS[button])
    setBusy(false)
  }
  return (
    <Button busy={busy} variant={button === 'install' ? 'primary' : 'secondary'} onClick={() => void ask()}>
      {t(`updates.${button}`)}
    </Button>
  )
}

export interface UpdateSettingsProps {
  status: UpdateStatus
  channel: UpdateChannel
}

export function UpdateSettings({ status, channel }: UpdateSettingsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, checkedAt } = status
  const view = updateView(state)
  if (!view) return null
  const { sentence, tone, button, version } = view
  const offer = 'offer' in state ? state.offer : null
  return (
    <Section
      id="updates"
      title={t('settings.updates')}
      text={t('updates.running', { version: status.version })}
    >
      <div className="flex flex-col gap-3 rounded-card border border-line p-4">
        <Banner tone={tone} rounded action={button && <UpdateButton button={button} />}>
          {t(`updates.sentence.${sentence}`, { version })}
        </Banner>
        {state.kind === 'downloading' && (
          <Progress label={t('updates.progress')} done={state.percent} total={100} />
        )}
        {offer !== null && offer.notes !== '' && (
          <div>
            <h3 id="settings-update-notes" className="font-semibold">
              {t('updates.notes', { version: offer.version })}
            </h3>
            <p
              dir="auto"
              tabIndex={0}
              role="group"
              aria-labelledby="settings-update-notes"
              className="max-h-48 overflow-y-auto break-words whitespace-pre-line text-text-2"
            >
              {offer.notes}
            </p>
          </div>
        )}
        {checkedAt !== null && (
          <p className="text-small text-text-3" title={format.exact(checkedAt)}>
            {t('updates.checkedAt', { when: format.relative(checkedAt) })}
          </p>
        )}
      </div>
      <RadioCards
        label={t('updates.channel')}
        value={channel}
        cards={[
          { value: 'stable', title: t('updates.stable'), text: t('updates.stableText') },
          { value: 'beta', title: t('updates.beta'), text: t('updates.betaText') },
        ]}
        onChange={(updateChannel) => void setPreferences({ updateChannel })}
      />
    </Section>
  )
}

/** What may be kept, what customers are told, and the choice for single chats. */
import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Preferences } from '../../../contract'
import { client } from '../../client'
import { attempt, problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { setPreferences } from '../../stores/app'
import { Banner, Button, Confirm, EmptyState, RadioCards, Select, Skeleton, Switch } from '../../ui'
import { useCalled } from '../customer/called'
import { capOptions, MEGABYTE } from './choices'
import { choicesOf, useChats } from './chats'
import { Section } from './section'

export function KeepingSettings({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Section id="keeping" title={t('settings.keeping')} text={t('settings.keepingText')}>
      <RadioCards
        label={t('settings.keep')}
        value={preferences.keep}
        cards={[
          { value: 'known', title: t('settings.keepKnown'), text: t('settings.keepKnownText') },
          {
            value: 'everything',
            title: t('settings.keepEverything'),
            text: t('settings.keepEverythingText'),
          },
        ]}
        onChange={(keep) => void setPreferences({ keep })}
      />
      <Select
        label={t('settings.mediaCap')}
        hint={t('settings.mediaCapHint')}
        options={capOptions(preferences.mediaCap, (megabytes) =>
          megabytes === 0 ? t('settings.mediaNone') : format.bytes(megabytes * 1_000_000),
        )}
        value={String(Math.round((preferences.mediaCap / MEGABYTE) * 10) / 10)}
        onValue={(value) => void setPreferences({ mediaCap: Math.round(Number(value) * MEGABYTE) })}
      />
      <Switch
        label={t('settings.sendSeen')}
        hint={t('settings.sendSeenHint')}
        checked={preferences.sendSeen}
        onChange={(sendSeen) => void setPreferences({ sendSeen })}
      />
    </Section>
  )
}

/** Answers whether it was done. */
const setGroupKept = (chat: Conversation, kept: boolean) =>
  attempt(() => client.conversations.setGroupKept({ conversationId: chat.id, kept }))

export function ChatSettings() {
  const { t } = useTranslation()
  const format = useFormat()
  const { chats, problem, again } = useChats()
  const [asking, setAsking] = useState<Conversation | null>(null)
  const called = useCalled()
  const name = (chat: Conversation) => called(chat).text
  const { groups, notForWork } = choicesOf(chats ?? [], format.locale)
  const change = async (call: () => Promise<unknown>) => {
    await call()
    again()
  }
  return (
    <Section id="chats" title={t('settings.chats')} text={t('settings.chatsText')}>
      {problem && chats === null && (
        <Banner tone="danger" rounded action={<Button onClick={again}>{t('common.retry')}</Button>}>
          {problemText(problem)}
        </Banner>
      )}
      {chats === null && !problem && <Skeleton className="h-24" />}
      {chats !== null && (
        <>
          <h3 id="settings-groups" className="font-semibold">
            {t('settings.groups')}
          </h3>
          {groups.length === 0 ? (
            <EmptyState
              icon={<UsersRound className="size-6" />}
              title={t('settings.noGroups')}
              text={t('settings.noGroupsText')}
            />
          ) : (
            <ul
              aria-labelledby="settings-groups"
              className="divide-y divide-line rounded-card border border-line"
            >
              {groups.map((group) => (
                <li key={group.id} className="px-4 py-2.5">
                  <Switch
                    label={name(group)}
                    hint={t('settings.lastActive', { when: format.relative(group.at) })}
                    checked={group.keeping === 'kept'}
                    onChange={(kept) => {
                      if (kept) void change(() => setGroupKept(group, true))
                      else setAsking(group)
                    }}
                  />
                </li>
              ))}
            </ul>
          )}
          <h3 id="settings-not-work" className="font-semibold">
            {t('settings.notWork')}
          </h3>
          {notForWork.length === 0 ? (
            <p className="text-text-2">{t('settings.noNotWork')}</p>
          ) : (
            <ul
              aria-labelledby="settings-not-work"
              className="divide-y divide-line rounded-card border border-line"
            >
              {notForWork.map((chat) => (
                <li key={chat.id} className="flex items-center justify-between gap-4 px-4 py-2">
                  <span className="min-w-0 grow">
                    <span dir="auto" className="block truncate">
                      {name(chat)}
                    </span>
                    <span className="block text-meta text-text-3" title={format.exact(chat.at)}>
                      {t('settings.lastActive', { when: format.relative(chat.at) })}
                    </span>
                  </span>
                  <Button
                    size="sm"
                    aria-label={t('settings.keepAgainNamed', { name: name(chat) })}
                    onClick={() =>
                      void change(() =>
                        attempt(() =>
                          client.conversations.setNotForWork({ conversationId: chat.id, notForWork: false }),
                        ),
                      )
                    }
                  >
                    {t('settings.keepAgain')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <Confirm
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t('customer.groupOffTitle', { name: asking ? name(asking) : '' })}
        text={t('customer.groupOffText')}
        action={t('customer.groupOffAction')}
        danger
        onConfirm={async () => {
          if (asking) await change(() => setGroupKept(asking, false))
        }}
      />
    </Section>
  )
}

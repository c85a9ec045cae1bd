/** What customers may write and what they are answered, in each language; what was changed can be put back. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract'
import {
  ASSISTANT_INTENTS,
  ASSISTANT_PLACEHOLDERS,
  ASSISTANT_TEXTS,
} from '../../../contract/entities/assistant-lists'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n'
import { Button, Segmented, TextArea } from '../../ui'
import { listOf } from './rules'
import type { AssistantSet } from './use-settings'

interface SayingProps {
  label: string
  hint?: string
  value: string
  isChanged: boolean
  /** Null puts back what comes with Leadline. */
  onValue: (value: string | null) => void
}

/** Kept when the person leaves the field; an empty one is put back. */
function Saying({ label, hint, value, isChanged, onValue }: SayingProps) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  return (
    <div className="flex flex-col gap-1">
      <TextArea
        label={label}
        hint={hint}
        dir="auto"
        rows={Math.min(6, Math.max(2, value.split('\n').length, Math.ceil(value.length / 80)))}
        maxLength={2_000}
        value={text ?? value}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (text !== null && text !== value) onValue(text.trim() === '' ? null : text)
          setText(null)
        }}
      />
      {isChanged && (
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          aria-label={t('assistant.putBackNamed', { name: label })}
          onClick={() => onValue(null)}
        >
          {t('assistant.putBack')}
        </Button>
      )}
    </div>
  )
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

export function Sayings({ set }: { set: AssistantSet }) {
  const { t, i18n } = useTranslation()
  const { settings, defaults, change } = set
  const [language, setLanguage] = useState<Language>(
    LANGUAGES.find((one) => one === i18n.language) ?? settings.language,
  )
  const summary = 'cursor-pointer rounded-control py-1 font-semibold'
  return (
    <>
      <Segmented
        label={t('assistant.languageOf')}
        value={language}
        options={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
        onChange={setLanguage}
      />
      <details>
        <summary className={summary}>{t('assistant.words')}</summary>
        <div className="flex flex-col gap-4 pt-2">
          <p className="text-small text-text-2">{t('assistant.wordsHint')}</p>
          {ASSISTANT_INTENTS.map((intent) => {
            const words = settings.words[language][intent]
            return (
              <Saying
                key={`${language} ${intent}`}
                label={t(`assistant.intent.${intent}`)}
                value={words.join(', ')}
                isChanged={!same(words, defaults.words[language][intent])}
                onValue={(value) =>
                  void change({ words: { [language]: { [intent]: value === null ? [] : listOf(value) } } })
                }
              />
            )
          })}
        </div>
      </details>
      <details>
        <summary className={summary}>{t('assistant.texts')}</summary>
        <div className="flex flex-col gap-4 pt-2">
          <p className="text-small text-text-2">{t('assistant.textsHint')}</p>
          {ASSISTANT_TEXTS.map((key) => {
            const text = settings.texts[language][key]
            const places = ASSISTANT_PLACEHOLDERS[key].map((place) => `{${place}}`).join(' ')
            return (
              <Saying
                key={`${language} ${key}`}
                label={t(`assistant.text.${key}`)}
                {...(places !== '' && { hint: t('assistant.places', { places }) })}
                value={text}
                isChanged={text !== defaults.texts[language][key]}
                onValue={(value) => void change({ texts: { [language]: { [key]: value } } })}
              />
            )
          })}
        </div>
      </details>
    </>
  )
}

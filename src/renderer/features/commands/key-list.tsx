/** The whole list of keys, and the switch for single letters. */
import { useTranslation } from 'react-i18next'
import { setPreferences, usePreferences } from '../../stores/app'
import { Dialog, Kbd, Switch } from '../../ui'
import { KEYS } from './keys'
import { usePalette } from './palette-state'

export function KeyList() {
  const { t } = useTranslation()
  const open = usePalette((state) => state.keys)
  const letterKeys = usePreferences((state) => state.preferences?.letterKeys ?? true)
  const rows = [
    ...KEYS.flatMap(({ id, keys, letter }) =>
      keys === null ? [] : [{ keys, letter, text: t(`commands.name.${id}`) }],
    ),
    { keys: 'Enter', letter: false, text: t('commands.send') },
    { keys: 'Shift+Enter', letter: false, text: t('commands.newLine') },
  ]
  return (
    <Dialog
      open={open}
      onClose={() => usePalette.setState({ keys: false })}
      title={t('commands.name.keys')}
      footer={
        <div className="w-full">
          <Switch
            label={t('commands.letterKeys')}
            hint={t('commands.letterKeysHint')}
            checked={letterKeys}
            onChange={(value) => void setPreferences({ letterKeys: value })}
          />
        </div>
      }
    >
      <dl className="grid grid-cols-[1fr_auto] items-center gap-y-2">
        {rows.map(({ keys, letter, text }) => (
          <div key={keys} className={letter && !letterKeys ? 'contents [&>*]:opacity-60' : 'contents'}>
            <dt className="text-text-1">{text}</dt>
            <dd className="text-right">
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** Trouble with an account, above the inbox. */
import { useTranslation } from 'react-i18next'
import { useEnded } from '../../lib/use-ended'
import { useAccounts } from '../../stores/app'
import { Banner, Button } from '../../ui'
import { giveHelp } from './help'
import { NextTry } from './progress'
import { shownView } from './view'

/** Trouble: one sentence and one button. */
export function AccountBanner() {
  const { t } = useTranslation()
  const account = useAccounts((state) => state.accounts?.[0])
  const ended = useEnded()
  if (!account) return null
  const view = shownView(account, ended)
  if (!view.trouble) return null
  const help = view.help
  return (
    <Banner
      tone={view.tone}
      action={
        help && (
          <Button size="sm" onClick={() => giveHelp(account, help)}>
            {t(`account.help.${help}`)}
          </Button>
        )
      }
    >
      {t(`account.sentence.${view.word}`)}
      {account.nextTryAt !== null && <NextTry at={account.nextTryAt} />}
    </Banner>
  )
}

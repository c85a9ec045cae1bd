/** Trouble with an account, above the inbox: one sentence and one button, of the worst; where there are several, it says whose it is. */
import { useTranslation } from 'react-i18next'
import { useEnded } from '../../lib/use-ended'
import { useAccounts } from '../../stores/app'
import { Banner, Button } from '../../ui'
import { giveHelp, openAccounts } from './help'
import { useAccountName } from './name'
import { inTrouble } from './order'
import { NextTry } from './progress'
import { useHelp } from './use-help'
import { shownView } from './view'

export function AccountBanner() {
  const { t } = useTranslation()
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const ended = useEnded()
  const [worst, ...others] = inTrouble(accounts, ended)
  const help = useHelp(worst, worst ? shownView(worst, ended).help : null)
  if (!worst) return null
  const view = shownView(worst, ended)
  const sentence = t(`account.sentence.${view.word}`)
  return (
    <Banner
      tone={view.tone}
      action={
        <>
          {others.length > 0 && (
            <Button size="sm" variant="ghost" onClick={() => openAccounts()}>
              {t('account.moreTrouble', { count: others.length })}
            </Button>
          )}
          {help && (
            <Button size="sm" onClick={() => giveHelp(worst, help)}>
              {t(`account.help.${help}`)}
            </Button>
          )}
        </>
      }
    >
      {accounts.length > 1 ? t('account.named', { name: nameOf(worst), text: sentence }) : sentence}
      {worst.nextTryAt !== null && <NextTry at={worst.nextTryAt} />}
    </Banner>
  )
}

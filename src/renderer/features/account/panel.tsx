/** What a click on the state strip opens: every account with what can be done about it, one unfolded at a time. */
import { ChevronDown, Plus } from 'lucide-react'
import { Accordion } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { useEnded } from '../../lib/use-ended'
import { useAccounts } from '../../stores/app'
import { Button, Dialog } from '../../ui'
import { HealthMark } from '../health/health'
import { AccountDetails } from './details'
import { Glyph } from './glyph'
import { openAccounts, useAccountDialogs } from './help'
import { ColourDot, useAccountName } from './name'
import { worstFirst } from './order'
import { shownView } from './view'

/** Adds one more, wherever accounts are shown. */
export function AddAccountButton() {
  const { t } = useTranslation()
  return (
    <Button
      icon={<Plus aria-hidden className="size-4" />}
      onClick={() => useAccountDialogs.setState({ adding: true, panel: false })}
    >
      {t('account.add')}
    </Button>
  )
}

function Folded({ account, ended }: { account: Account; ended: boolean }) {
  const { t } = useTranslation()
  const name = useAccountName()(account)
  const view = shownView(account, ended)
  return (
    <Accordion.Item value={account.id} className="border-b border-line last:border-b-0">
      <Accordion.Header>
        <Accordion.Trigger className="focus-inset group flex h-11 w-full items-center gap-2.5 rounded-control px-1 text-left hover:bg-surface-2">
          <ColourDot colour={account.colour} className="size-2.5" />
          <span dir="auto" title={name} className="min-w-0 grow truncate text-start font-medium">
            {name}
          </span>
          <span className="max-w-[45%] shrink-0 truncate text-small text-text-3">
            {t(`account.word.${view.word}`)}
          </span>
          <Glyph view={view} />
          {!ended && <HealthMark accountId={account.id} />}
          <ChevronDown
            aria-hidden
            className="size-4 shrink-0 text-text-3 transition-transform duration-[120ms] group-data-[state=open]:rotate-180"
          />
        </Accordion.Trigger>
      </Accordion.Header>
      <Accordion.Content className="px-1 pt-2 pb-4">
        <AccountDetails account={account} />
      </Accordion.Content>
    </Accordion.Item>
  )
}

export function AccountPanel() {
  const { t } = useTranslation()
  const { panel, unfolded } = useAccountDialogs()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const ended = useEnded()
  const [only] = accounts
  const [worst] = worstFirst(accounts, ended)
  if (!only) return null
  const isOne = accounts.length === 1
  return (
    <Dialog
      open={panel}
      onClose={() => useAccountDialogs.setState({ panel: false })}
      title={t(isOne ? 'common.accounts' : 'common.severalAccounts')}
      footer={!ended && <AddAccountButton />}
      width={isOne ? 'sm' : 'md'}
    >
      {isOne ? (
        <AccountDetails account={only} />
      ) : (
        <Accordion.Root
          type="single"
          collapsible
          value={unfolded ?? worst?.id ?? ''}
          onValueChange={(id) => openAccounts(id)}
        >
          {accounts.map((account) => (
            <Folded key={account.id} account={account} ended={ended} />
          ))}
        </Accordion.Root>
      )}
    </Dialog>
  )
}

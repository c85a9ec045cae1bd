/** Taking all of an account's conversations off this machine, in one transaction. */
import type { Sql } from '../storage'
import { eraseConversation, type Erased } from './erase-store'

export interface ErasedAccount extends Erased {
  conversationIds: string[]
}

/** As for one conversation: the caller deletes the files and checkpoints the log. Nothing of it is left where it answers no ids. */
export function eraseAccount(sql: Sql, accountId: string): ErasedAccount {
  return sql.transaction(() => {
    const rows = sql.all(
      sql.build.selectFrom('conversations').select('id').where('account_id', '=', accountId),
    )
    const erased: ErasedAccount = { files: [], messages: 0, conversationIds: rows.map(({ id }) => id) }
    for (const id of erased.conversationIds) {
      const { files, messages } = eraseConversation(sql, id)
      erased.files.push(...files)
      erased.messages += messages
    }
    return erased
  })
}

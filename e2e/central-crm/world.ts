/** All that the routes work on. */
import { Faults } from './faults'
import { Accounts } from './store/accounts'
import { Answers } from './store/answers'
import type { Db } from './store/database'
import { RequestLog } from './store/log'
import { Records } from './store/records'
import { TokenStore, type TokenTimes } from './store/tokens'

export interface World {
  db: Db
  /** Milliseconds since the epoch. */
  now: () => number
  accounts: Accounts
  tokens: TokenStore
  records: Records
  answers: Answers
  log: RequestLog
  faults: Faults
}

export function createWorld(db: Db, now: () => number, times: TokenTimes): World {
  const accounts = new Accounts(db, now)
  return {
    db,
    now,
    accounts,
    tokens: new TokenStore(db, accounts, times, now),
    records: new Records(db, now),
    answers: new Answers(db),
    log: new RequestLog(db, now),
    faults: new Faults(),
  }
}

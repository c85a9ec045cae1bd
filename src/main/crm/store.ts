/** The CRM's room as the database thread serves it. */
import { getSetting, setSetting, type Store } from '../storage'
import { forgetCursor, getCursor } from './cursor-store'
import { applyMissing, applyOne, applyPage, missing, newerRecords } from './pull-store'
import {
  adopt,
  freeze,
  nextTime,
  postpone,
  rebase,
  recover,
  refuse,
  release,
  settle,
  takeNext,
} from './push-store'
import { installation, traffic } from './team-store'
import { choose, counts, discard, entryOf, hurry, retry, useCrm, waiting } from './waiting-store'

export const crmStore = {
  recover,
  takeNext,
  nextTime,
  freeze,
  settle,
  refuse,
  postpone,
  release,
  rebase,
  adopt,
  getCursor,
  forgetCursor,
  applyPage,
  newerRecords,
  applyOne,
  missing,
  applyMissing,
  getSetting,
  setSetting,
  counts,
  waiting,
  entryOf,
  choose,
  retry,
  discard,
  hurry,
  useCrm,
  installation,
  traffic,
} satisfies Store

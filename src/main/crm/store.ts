/** The CRM's room as the database thread serves it. */
import { getSetting, setSetting, type Store } from '../storage'
import { firstReading, forgetCursor, getCursor } from './cursor-store'
import { applyPage, applyPages } from './pull-store'
import {
  adopt,
  endPauses,
  freeze,
  freezeAll,
  nextTime,
  postpone,
  postponeAll,
  recover,
  refuse,
  release,
  releaseAll,
  settle,
  settleAll,
  takeFrozen,
  takeNext,
  takeReady,
} from './push-store'
import { rebase } from './rebase-store'
import { heldFor } from './held-store'
import { boundHere } from './records-store'
import { applyMissing, applyOne, missing, newerRecords } from './single-store'
import { installation, traffic } from './team-store'
import { choose, counts, discard, entryOf, hurry, retry, useCrm, waiting } from './waiting-store'

export const crmStore = {
  boundHere,
  heldFor,
  recover,
  endPauses,
  takeNext,
  nextTime,
  takeReady,
  takeFrozen,
  freeze,
  freezeAll,
  settle,
  settleAll,
  refuse,
  postpone,
  postponeAll,
  release,
  releaseAll,
  rebase,
  adopt,
  getCursor,
  forgetCursor,
  firstReading,
  applyPage,
  applyPages,
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

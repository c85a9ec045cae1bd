/** The outbox's functions beside the database. */
import type { Store } from '../storage'
import { byClientId, confirmStale, discard, enqueue, retry } from './queue-store'
import {
  agenda,
  begin,
  checkAll,
  checkLater,
  keysTaken,
  markUnknown,
  parcel,
  recover,
  requeue,
} from './sending-store'
import { apply, fail, takeAck, taken } from './settle-store'

export const outboxStore = {
  byClientId,
  enqueue,
  retry,
  discard,
  confirmStale,
  agenda,
  recover,
  checkAll,
  parcel,
  begin,
  markUnknown,
  requeue,
  checkLater,
  keysTaken,
  apply,
  taken,
  takeAck,
  fail,
} satisfies Store
export type OutboxStore = typeof outboxStore

/**
 * How well an account is: a table of what can be wrong with it, each with the measure from which it is a warning and from which it is
 * critical (feature row B13). Pure.
 */
import type { AccountHealth, AccountState, AttentionReason, Grade, HealthReason } from '../../contract'

/** Everything that is looked at, as it is at `now`. Times are milliseconds that were watched (awake.ts), not the wall clock's. */
export interface Signs {
  now: number
  state: AccountState
  reason: AttentionReason | null
  /** When this state began. */
  since: number
  /** Its browser is closed for a moment for the copy of its session. */
  copying: boolean
  /** Tries to connect that failed since the last connection. */
  failures: number
  /** When WhatsApp last gave a sign of life: a probe that was answered, a message, the connection itself; null before the first probe. */
  heardAt: number | null
  sentToday: number
  dailyLimit: number
  /** Messages of the last hour that were handed over: all, those that WhatsApp refused, and those it took and gave back (ack -1). */
  handed: number
  refused: number
  returned: number
  /** Bytes that its WhatsApp Web takes, null where nobody knows, and how many it may. */
  memory: number | null
  memoryLimit: number
  /** Loading the page anew may yet help against that. */
  mayHeal: boolean
}

type Reason = AccountHealth['reasons'][number]

interface Measure {
  /** What is compared, in the reason's own unit; null where it does not apply. */
  of(signs: Signs): number | null
  /** At this value or above it. */
  warning: number
  critical: number
  /** Critical only above its value, not at it. */
  isAbove?: true
  /** False where the number says nothing to a person. */
  isShown?: false
}

const MINUTE = 60_000
const MEGABYTE = 1024 * 1024
/** Of fewer messages no share is made: one of one is not "all". */
const FEW = 5

/** These can wait for the person; any other needs them at once. */
const CAN_WAIT = new Set<AttentionReason>(['linked-twice', 'conflict', 'qr-unanswered', 'profile-in-use'])

const isAttention = ({ state, reason }: Signs): boolean =>
  state === 'attention' || (reason !== null && reason !== 'timelock')
const isLost = ({ state, copying }: Signs): boolean => state === 'reconnecting' && !copying
/** Not rounded: a part above a limit counts as above it. */
const percent = (part: number, whole: number): number => (100 * part) / whole

const MEASURES: Record<HealthReason, Measure> = {
  attention: {
    of: (signs) => (isAttention(signs) ? (signs.reason && CAN_WAIT.has(signs.reason) ? 1 : 2) : null),
    warning: 1,
    critical: 2,
    isShown: false,
  },
  disconnected: {
    of: (signs) => (isLost(signs) ? Math.floor((signs.now - signs.since) / MINUTE) : null),
    warning: 1,
    critical: 15,
  },
  // Critical from the fifth (B9).
  tries: { of: (signs) => (isLost(signs) ? signs.failures : null), warning: 3, critical: 5 },
  // Below 70 % well, to 90 % a warning, above critical (B13).
  usage: {
    of: ({ sentToday, dailyLimit }) => percent(sentToday, dailyLimit),
    warning: 70,
    critical: 90,
    isAbove: true,
  },
  'sends-failing': {
    of: ({ handed, refused, returned }) => (handed < FEW ? null : percent(refused + returned, handed)),
    warning: 10,
    critical: 30,
  },
  'not-delivered': { of: ({ returned }) => returned, warning: 1, critical: 5 },
  timelock: {
    of: ({ reason }) => (reason === 'timelock' ? 1 : null),
    warning: 1,
    critical: Infinity,
    isShown: false,
  },
  memory: {
    of: ({ memory, memoryLimit, mayHeal }) =>
      memory === null || memory <= memoryLimit || mayHeal ? null : Math.round(memory / MEGABYTE),
    warning: 0,
    critical: Infinity,
  },
  // A probe is made after a minute of silence.
  probe: {
    of: ({ state, heardAt, now }) =>
      state === 'connected' && heardAt !== null ? Math.floor((now - heardAt) / MINUTE) : null,
    warning: 3,
    critical: 10,
  },
}

/** Nothing can be said of an account that nobody linked, or that a person switched off. */
const NOTHING_TO_JUDGE = new Set<AccountState>(['unlinked', 'linking', 'stopped'])

const RANK: Record<Grade, number> = { healthy: 0, warning: 1, critical: 2 }

/** Whether the first is worse. Nothing to judge counts as well. */
export const isWorse = (a: Grade | null, b: Grade | null): boolean =>
  RANK[a ?? 'healthy'] > RANK[b ?? 'healthy']

function judged(code: HealthReason, signs: Signs): Reason[] {
  const { of, warning, critical, isAbove = false, isShown = true } = MEASURES[code]
  const measured = of(signs)
  if (measured === null || measured < warning) return []
  const isCritical = isAbove ? measured > critical : measured >= critical
  return [{ code, grade: isCritical ? 'critical' : 'warning', value: isShown ? Math.floor(measured) : null }]
}

export function healthOf(signs: Signs): Pick<AccountHealth, 'grade' | 'reasons'> {
  if (NOTHING_TO_JUDGE.has(signs.state) && !isAttention(signs)) return { grade: null, reasons: [] }
  const reasons = (Object.keys(MEASURES) as HealthReason[])
    .flatMap((code) => judged(code, signs))
    .toSorted((a, b) => RANK[b.grade] - RANK[a.grade])
  return { grade: reasons[0]?.grade ?? 'healthy', reasons }
}

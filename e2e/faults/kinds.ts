/** What can go wrong with one account: each strikes and sees that it did, and is mended again. Recovering is the app's business. */
import { killPart } from './browsers'
import type { Shop } from './shop'

export interface Fault {
  /** Resolves once the fault shows: in the app where a person must see it, else in the simulator's log. */
  strike(shop: Shop): Promise<unknown>
  mend?(shop: Shop): Promise<unknown>
}

const notConnected = (shop: Shop): Promise<unknown> =>
  shop.shows('not connected', ({ state }) => state !== 'connected')
const signedOut = (shop: Shop): Promise<unknown> =>
  shop.shows('signed out', ({ reason }) => reason === 'logged-out')

/** Does it, and waits until the page that is there has gone. */
async function pageGone(shop: Shop, act: () => Promise<unknown>): Promise<void> {
  const { lastLog } = await shop.phone.state()
  await act()
  await shop.phone.waitForLog(({ kind }) => kind === 'disconnected', { since: lastLog, timeoutMs: 30_000 })
}

const netBack = (shop: Shop): Promise<unknown> => shop.phone.network({ up: true })

export const kinds = {
  'line cut': {
    async strike(shop) {
      await shop.phone.network({ up: false })
      await notConnected(shop)
    },
    mend: netBack,
  },
  'site out of reach': {
    async strike(shop) {
      await shop.phone.network({ up: false, http: false })
      await killPart(shop.profile, 'browser')
      await notConnected(shop)
    },
    mend: netBack,
  },
  'site hangs': {
    async strike(shop) {
      await shop.phone.network({ up: false, http: 'hang' })
      await killPart(shop.profile, 'browser')
      await notConnected(shop)
    },
    mend: netBack,
  },
  'line dead but open': {
    async strike(shop) {
      await shop.phone.deafen({})
      await shop.write()
    },
    // A dead line ends at last, and the page takes it up again; where the app was killed meanwhile it ended with that.
    async mend(shop) {
      await shop.phone.network({ up: false })
      await shop.phone.waitForState(({ pages }) => pages.every(({ linked }) => !linked), {
        timeoutMs: 30_000,
      })
      await netBack(shop)
    },
  },
  'browser killed': {
    async strike(shop) {
      await pageGone(shop, () => killPart(shop.profile, 'browser'))
      await notConnected(shop)
    },
  },
  'page crashed': {
    strike: (shop) => pageGone(shop, () => killPart(shop.profile, 'renderers')),
  },
  'page reloaded': {
    strike: (shop) => pageGone(shop, () => shop.phone.reload({})),
  },
  'unlinked on the phone': {
    async strike(shop) {
      await shop.phone.unpair({})
      await signedOut(shop)
    },
  },
  'unlinked here while the browser is killed': {
    async strike(shop) {
      // WhatsApp does not answer, so that the sign-out lasts.
      await shop.phone.deafen({})
      const { accountId, stage } = shop
      const [answer] = await Promise.all([
        stage.ask((client) => client.accounts.unlink({ accountId })),
        killPart(shop.profile, 'browser'),
      ])
      if (answer.confirmed || !answer.deleted) throw new Error(`unlinked: ${JSON.stringify(answer)}`)
      await shop.shows('unlinked', ({ state }) => state === 'unlinked')
    },
    // What connected without a code would be the session that was to be deleted.
    async mend(shop) {
      await shop.connect()
      await shop.shows('a code', ({ qr }) => qr !== null)
    },
  },
  'opened elsewhere': {
    async strike(shop) {
      await shop.phone.socketState({ state: 'CONFLICT' })
      await shop.shows('in conflict', ({ reason }) => reason === 'conflict')
    },
  },
  'unlinked without a word': {
    async strike(shop) {
      await shop.phone.socketState({ state: 'UNPAIRED_IDLE' })
      await signedOut(shop)
    },
  },
  'a message refused': {
    async strike(shop) {
      await shop.phone.sendFault({ mode: 'refused', count: 1, error: 'reach-out timelock' })
      await shop.order()
    },
  },
  'slow sync': {
    async strike(shop) {
      await shop.phone.configure({ boot: { syncMs: 2_500 } })
      await shop.phone.reload({})
      await shop.phone.waitForState(({ pages }) =>
        pages.some(({ linked, state, hasSynced }) => linked && state === 'CONNECTED' && !hasSynced),
      )
      await notConnected(shop)
    },
    mend: (shop) => shop.phone.configure({ boot: { syncMs: 300 } }),
  },
  'frames navigate': {
    strike: (shop) => shop.phone.iframe({ frames: 2, times: 2 }),
  },
  'modules renamed': {
    async strike(shop) {
      await shop.phone.configure({ release: 'renamed-throws' })
      await pageGone(shop, () => shop.phone.reload({}))
      await notConnected(shop)
    },
    mend: (shop) => shop.phone.configure({ release: 'normal' }),
  },
  'page stands still': {
    async strike(shop) {
      // Longer than the app ever waits for a page, however busy the machine: its end is the app's doing.
      await shop.phone.hang({ ms: 60_000 })
      await notConnected(shop)
    },
  },
} satisfies Record<string, Fault>

export type Kind = keyof typeof kinds
/** Browsers are found and killed by `ps`, which Windows does not have. */
const NEEDS_PS: readonly Kind[] = [
  ...(['site out of reach', 'site hangs', 'browser killed', 'page crashed'] as const),
  'unlinked here while the browser is killed',
]
export const KINDS: readonly Kind[] = (Object.keys(kinds) as Kind[]).filter(
  (kind) => process.platform !== 'win32' || !NEEDS_PS.includes(kind),
)

/** `count` of them: each kind as often as the others, in an order of chance. */
export function drawn(random: () => number, count: number): Kind[] {
  const all: Kind[] = []
  while (all.length < count) {
    const bag = [...KINDS]
    for (let last = bag.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1))
      ;[bag[last], bag[other]] = [bag[other]!, bag[last]!]
    }
    all.push(...bag)
  }
  return all.slice(0, count)
}

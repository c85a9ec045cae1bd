/**
 * Erasing everything of one person on this machine, with a certificate of what went. What was asked for is written down first and done
 * in small steps, so that a crash on the way is made up for at the next start, and the database answers others in between.
 */
import { randomUUID } from 'node:crypto'
import {
  AppError,
  type AppEvent,
  type Certificate,
  type CertificateWords,
  type ErasurePreview,
  type Language,
} from '../../contract'
import { paperFonts } from '../paper'
import type { Logger } from '../platform/ports'
import type { Storage } from '../storage'
import { certificatePaper } from './paper'
import type { erasingStore, Underway } from './store'

export interface ErasingDeps {
  storage: Storage
  appVersion: string
  /** Keyed hash of an address, by which whoever was erased is known again. */
  mark(address: string): Uint8Array
  /** What WhatsApp calls the same person besides, where it can be asked. */
  otherAddresses(addresses: readonly string[]): Promise<string[]>
  /** What is on its way into the database is in it; who is who is asked anew. */
  settle(): Promise<void>
  /** Encrypted files that nothing refers to any more. */
  deleteFiles(names: readonly string[]): Promise<void>
  /** Prints a whole HTML document. @throws {AppError} `browser-missing` */
  print(html: string): Promise<Uint8Array>
  /** Something that waited for the CRM does so no more. */
  changed(): void
  emit(event: AppEvent): void
  logger: Logger
  /** Milliseconds since the epoch. */
  clock?: () => number
}

/** The contract's `erasing` procedures. */
export interface Erasing {
  /** @throws {AppError} `not-found`. */
  preview(input: { contactId: string }): Promise<ErasurePreview>
  /** @throws {AppError} `not-found`, `wrong-state`: see `begin` in store.ts. */
  erase(input: { contactId: string; reference: string; dropChanges: boolean }): Promise<Certificate>
  certificates(): Promise<Certificate[]>
  /** A certificate as a PDF, in base64. @throws {AppError} `browser-missing` where there is nothing to print with. */
  paper(input: { words: CertificateWords; language: Language }): Promise<{ pdf: string }>
  taken(input: { id: string }): Promise<void>
  /** What the last run was interrupted in. Call before anything else writes. Never rejects: what fails waits for the next start. */
  resume(): Promise<void>
}

export function createErasing(deps: ErasingDeps): Erasing {
  const { storage, emit, logger, clock = Date.now } = deps
  const store = storage.store<typeof erasingStore>('erasing')

  /** Overwritten pages leave the log and the copies too; only then it is done. */
  const wipe = async (id: string): Promise<Certificate> => {
    await storage.checkpoint()
    const copies = await storage.dropCopies()
    const certificate = await store.finish({ id, copies, now: clock() })
    await storage.checkpoint()
    return certificate
  }

  const goOn = async ({ id, contactId, stage: first }: Underway): Promise<Certificate> => {
    for (let stage = first; stage !== 'wiping';) {
      // What was under way while a chat was being erased may have come behind it.
      if (stage === 'chats') await deps.settle()
      const done = await store.step(id)
      await deps.deleteFiles(done.files)
      if (done.gone !== null) emit({ type: 'conversation-gone', conversationId: done.gone })
      if (done.changed.length > 0) emit({ type: 'history', conversationIds: done.changed })
      if (stage === 'chats' && done.stage !== 'chats') {
        // From here on they are a stranger.
        await deps.settle()
        emit({ type: 'contact-gone', contactId, into: null })
        deps.changed()
      }
      stage = done.stage
    }
    return wipe(id)
  }

  return {
    preview: ({ contactId }) => store.preview(contactId),
    erase: async ({ contactId, reference, dropChanges }) => {
      const known = await store.addresses(contactId)
      const addresses = [...new Set([...known, ...(await deps.otherAddresses(known))])]
      const id = randomUUID()
      await store.begin({
        ...{ id, contactId, reference, dropChanges, addresses, now: clock() },
        appVersion: deps.appVersion,
        marks: addresses.map((address) => deps.mark(address)),
      })
      return goOn({ id, contactId, stage: 'chats' })
    },
    certificates: () => store.certificates(),
    paper: async ({ words, language }) => {
      const pdf = await deps.print(certificatePaper(words, language, await paperFonts()))
      return { pdf: Buffer.from(pdf).toString('base64') }
    },
    taken: async ({ id }) => {
      const all = await store.certificates()
      if (!all.some((one) => one.id === id)) throw new AppError('not-found', 'There is no such certificate.')
      await store.taken(id)
    },
    resume: async () => {
      for (const underway of await store.underway()) {
        try {
          await goOn(underway)
          logger.info('erasure-made-up-for', { erasure: underway.id })
        } catch (error) {
          logger.error('erasure-failed', { erasure: underway.id, error })
        }
      }
    },
  }
}

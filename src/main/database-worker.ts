/** The database thread's root: registers every room's store functions. */
import { inboxStore } from './inbox/store'
import { mediaStore } from './media/store'
import { outboxStore } from './outbox/store'
import { migrations, serveStores } from './storage'

serveStores({ inbox: inboxStore, media: mediaStore, outbox: outboxStore }, migrations)

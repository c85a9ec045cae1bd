/** The database thread's root: registers every room's store functions. */
import { inboxStore } from './inbox/store'
import { migrations, serveStores } from './storage'

serveStores({ inbox: inboxStore }, migrations)

/** The database thread's root: registers every room's store functions. */
import { migrations, serveStores } from './storage'

serveStores({}, migrations)

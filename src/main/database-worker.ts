/** The database thread's root: registers every room's store functions. */
import { catalogStore } from './catalog/store'
import { contactsStore } from './contacts/store'
import { ordersStore } from './orders/store'
import { migrations, serveStores } from './storage'

serveStores({ contacts: contactsStore, orders: ordersStore, catalog: catalogStore }, migrations)

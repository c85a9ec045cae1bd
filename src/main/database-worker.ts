/** The database thread's root: registers every room's store functions. */
import { accountsStore } from './accounts/store'
import { assistantStore } from './assistant/store'
import { categoryStore } from './catalog/category-store'
import { productStore } from './catalog/product-store'
import { catalogStore } from './catalog/store'
import { cleanupStore } from './cleanup/store'
import { contactsStore } from './contacts/store'
import { crmStore } from './crm/store'
import { noticeZone } from './days'
import { erasingStore } from './erasing/store'
import { followupStore } from './followup/store'
import { healthStore } from './health/store'
import { importsStore } from './imports/store'
import { inboxStore } from './inbox/store'
import { mediaStore } from './media/store'
import { ordersStore } from './orders/store'
import { outboxStore } from './outbox/store'
import { migrations, serveStores } from './storage'

/** Days are counted here; see days/zone.ts. */
setInterval(noticeZone, 10_000).unref()

serveStores(
  {
    accounts: accountsStore,
    assistant: assistantStore,
    catalog: { ...catalogStore, ...categoryStore, ...productStore },
    cleanup: cleanupStore,
    contacts: contactsStore,
    crm: crmStore,
    erasing: erasingStore,
    followup: followupStore,
    health: healthStore,
    imports: importsStore,
    inbox: inboxStore,
    media: mediaStore,
    orders: ordersStore,
    outbox: outboxStore,
  },
  migrations,
)

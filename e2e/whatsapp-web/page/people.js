/** Contacts, blocked people, business profiles, pictures: models, collections, and the modules that read them. */
import { line } from './line.js'
import { Collection, Model } from './model.js'
import { define } from './registry.js'
import { createWid } from './wid.js'

export const me = { pn: undefined, lid: undefined }

class ContactModel extends Model {
  defaults() {
    return {
      type: 'in',
      isBusiness: false,
      isEnterprise: false,
      isSmb: false,
      labels: [],
      statusMute: false,
      isContactSyncCompleted: 0,
      syncToAddressbook: false,
      requestedPnTimestamp: 0,
    }
  }

  get formattedName() {
    return (
      this.name ??
      this.pushname ??
      (this.id.isLid() ? (this.phoneNumber ?? this.id).user : `+${this.id.user}`)
    )
  }

  get isGroup() {
    return this.id.isGroup()
  }

  get isMyContact() {
    return this.isAddressBookContact === 1
  }
}

class ContactCollection extends Collection {
  constructor() {
    super(ContactModel)
  }

  /** Looks a contact up, at the servers too; anyone may be found, known or not. */
  async find(id) {
    const wid = createWid(id)
    const known = this.get(wid)
    if (known) return known
    const record = await line.rpc('find-contact', { wid: wid._serialized })
    if (record) applyContact({ ...record, id: wid._serialized })
    return this.get(wid) ?? this.add({ id: wid })[0]
  }

  getMeContact() {
    return this.get(me.pn)
  }
}

export const contacts = new ContactCollection()
export const blocklist = new Collection()
const profiles = new Collection()
/** Phone by LID and LID by phone, as far as the page has been told. */
const phones = new Map()
const lids = new Map()

export function applyContact(record) {
  const id = createWid(record.id)
  const phone = record.phoneKnown && record.phone ? createWid(record.phone) : undefined
  if (record.lid && phone) {
    phones.set(record.lid, phone)
    lids.set(phone._serialized, createWid(record.lid))
  }
  const attributes = {
    id,
    name: record.isMyContact ? record.name : undefined,
    shortName: record.isMyContact ? record.name?.split(' ')[0] : undefined,
    pushname: record.pushname,
    verifiedName: record.verifiedName,
    isBusiness: record.isBusiness,
    isSmb: record.isBusiness,
    verifiedLevel: record.verifiedName ? 2 : undefined,
    isAddressBookContact: record.isMyContact ? 1 : 0,
    isContactBlocked: record.isBlocked,
    phoneNumber: id.isLid() ? phone : undefined,
    labels: record.labels,
  }
  contacts.add(attributes)
  const blocked = blocklist.get(id)
  if (record.isBlocked && !blocked) blocklist.add({ id })
  if (!record.isBlocked && blocked) blocklist.remove(blocked)
}

async function queryWidExists(wid) {
  const found = await line.rpc('exists', { wid: String(wid) })
  if (!found) return null
  if (found.lid && found.phone) {
    phones.set(found.lid, createWid(found.phone))
    lids.set(found.phone, createWid(found.lid))
  }
  return { wid: createWid(found.wid), biz: found.biz, bizInfo: undefined, disappearingMode: undefined }
}

const toPn = (wid) => (wid.isLid() ? phones.get(wid._serialized) : wid)
const toLid = (wid) => (wid.isLid() ? wid : lids.get(wid._serialized))
const save = (contact, name) => line.rpc('save-contact', { contact, name })

export function definePeople() {
  define('WAWebContactCollection', {
    ContactCollection: contacts,
    getMeContact: () => contacts.getMeContact(),
  })
  define('WAWebUserPrefsMeUser', {
    getMaybeMePnUser: () => me.pn,
    getMaybeMeLidUser: () => me.lid,
    getMeUser: () => me.pn,
    isMeAccount: (wid) => wid.equals(me.pn) || wid.equals(me.lid),
  })
  define('WAWebContactGetters', {
    getIsMe: (contact) => contact.id.equals(me.pn) || contact.id.equals(me.lid),
    getIsUser: (contact) => contact.id.isUser(),
    getIsGroup: (contact) => contact.id.isGroup(),
    getIsWAContact: (contact) => contact.id.isUser(),
    getUserid: (contact) => contact.id.user,
    getVerifiedName: (contact) => contact.verifiedName,
    getVerifiedLevel: (contact) => contact.verifiedLevel,
    getStatusMute: (contact) => contact.statusMute,
    getName: (contact) => contact.name,
    getShortName: (contact) => contact.shortName,
    getPushname: (contact) => contact.pushname,
    getIsEnterprise: (contact) => contact.isEnterprise,
    getFormattedName: (contact) => contact.formattedName,
  })
  define('WAWebFrontendContactGetters', {
    getIsMyContact: (contact) => contact.isMyContact,
    getFormattedName: (contact) => contact.formattedName,
  })
  define('WAWebApiContact', {
    getCurrentLid: toLid,
    getPhoneNumber: (wid) => phones.get(String(wid)),
    getAlternateUserWid: (wid) => (wid.isLid() ? toPn(wid) : toLid(wid)),
  })
  define('WAWebLidMigrationUtils', { toPn, toLid })
  define('WAWebQueryExistsJob', { queryWidExists })
  define('WAWebBlockContactUtils', { getContactToBlockOnlyUseIfNoAssociatedChat: (contact) => contact })
  define('WAWebBlockContactAction', {
    blockContact: ({ contact }) => line.rpc('block', { contact: contact.id._serialized, on: true }),
    unblockContact: (contact) => line.rpc('block', { contact: contact.id._serialized, on: false }),
  })
  define('WAWebContactProfilePicThumbBridge', {
    requestProfilePicFromServer: (chatOrWid) =>
      line.rpc('picture', { wid: String(createWid(chatOrWid.id ?? chatOrWid)) }),
    sendSetPicture: async () => ({ status: 200 }),
    requestDeletePicture: async () => ({ status: 200 }),
  })
  define('WAWebContactStatusBridge', {
    getStatus: ({ wid }) => line.rpc('about', { wid: String(wid) }),
    setMyStatus: async () => ({ status: 200 }),
  })
  define('WAWebSaveContactAction', {
    saveContactAction: ({ firstName, lastName, phoneNumber }) =>
      save(`${phoneNumber}@c.us`, [firstName, lastName].filter(Boolean).join(' ')),
  })
  define('WAWebDeleteContactAction', {
    deleteContactAction: ({ phoneNumber }) => save(String(phoneNumber), null),
  })
  define('WAWebFindCommonGroupsContactAction', { findCommonGroups: async () => undefined })
  define('WAWebApiDeviceList', {
    getDeviceIds: async (all) => all.map((id) => ({ id, devices: [{ id: 0 }, { id: 1 }] })),
  })
  define('WAWebPhoneUtils', {
    formattedPhoneNumber: (number) => `+${number.split('@')[0]}`,
  })
  define('WAPhoneFindCC', { findCC: (number) => /^(1|7|[2-9]\d)/.exec(number)?.[0] ?? '' })
}

export const peopleCollections = {
  Contact: contacts,
  Blocklist: blocklist,
  BusinessProfile: Object.assign(profiles, {
    find: async (id) => profiles.get(id) ?? profiles.add({ id: createWid(id) })[0],
  }),
  ProfilePicThumb: Object.assign(new Collection(), {
    find: async (id) => new Model({ id: createWid(id), img: undefined }),
  }),
}

/**
 * What Leadline can take from a row, and by which names old systems have it. Names are compared without case and signs:
 * `contactId`, `contact_id` and `ContactID` are one.
 */
import type { ImportEntity } from '../../../contract'

export type FieldType =
  | 'key'
  | 'text'
  | 'phone'
  | 'time'
  | 'money'
  | 'count'
  | 'flag'
  | 'direction'
  | 'status'
  | 'order-status'
  | 'currency'
  | 'consent'

export interface FieldSpec {
  type: FieldType
  /** Best first. */
  names: readonly string[]
}

export interface EntitySpec {
  /** Names of its table, best first; a table may carry `whatsapp_` or `wa_` before it. */
  tables: readonly string[]
  fields: Readonly<Record<string, FieldSpec>>
  /** Of each group at least one must be there. */
  needs: readonly (readonly string[])[]
}

const words = (text: string): string[] => text.split(' ')
const field = (type: FieldType, names: string): FieldSpec => ({ type, names: words(names) })

const OWNER = field(
  'key',
  'ownerid owner userid user assignedto assignedtoid agentid salespersonid createdby',
)
const CREATED = 'createdat created createdon createdtime dateadded datecreated date'
const PHONE =
  'phonenumber phone mobileno mobilenumber mobile msisdn whatsappnumber whatsappid waid wanumber whatsapp number tel telephone contactphone customerphone customernumber jid chatid phones phone1value mobilephone telepon nomortelepon nohp nowa'

export const SPECS: Readonly<Record<ImportEntity, EntitySpec>> = {
  owners: {
    tables: words('users user owners employees agents salespeople staff'),
    fields: {
      id: field('key', 'id userid uuid'),
      name: field('text', 'name fullname displayname username firstname email'),
    },
    needs: [['id'], ['name']],
  },
  contacts: {
    tables: words('contacts contact customers customer clients people persons leads'),
    fields: {
      id: field('key', 'id contactid customerid uuid'),
      phone: field('phone', `${PHONE} id`),
      phone2: field(
        'phone',
        'phone2 phone2value otherphones otherphone secondaryphone alternatephone businessphone homephone',
      ),
      phone3: field('phone', 'phone3 phone3value workphone'),
      name: field(
        'text',
        'name fullname displayname contactname customername savedname pushname nama namalengkap firstname givenname',
      ),
      lastName: field('text', 'lastname surname familyname'),
      email: field('text', 'email emailaddress mail emails email1value surel'),
      email2: field('text', 'email2 email2value email2address otheremails'),
      company: field('text', 'company companyname organization organisation organizationname perusahaan'),
      address: field('text', 'address fulladdress address1formatted businessstreet street alamat'),
      tags: field('text', 'tags tag labels label categories category groupmembership'),
      note: field('text', 'notes note comment comments remarks description catatan'),
      alias: field('text', 'othernames aliases alias nickname alsoknownas'),
      consent: field('consent', 'consent optin optedin'),
      consentHow: field('text', 'consentnote'),
      fields: field('text', 'fields customfields'),
      at: field('time', CREATED),
      owner: OWNER,
    },
    needs: [['phone', 'email']],
  },
  conversations: {
    tables: words('conversations conversation chats chat threads thread tickets'),
    fields: {
      id: field('key', 'id conversationid chatid uuid'),
      contact: field('key', 'contactid customerid contact customer'),
      phone: field('phone', PHONE),
      archived: field('flag', 'isarchived archived'),
      state: field('text', 'status state'),
      at: field('time', `lastmessageat lastmessagetime updatedat lastactivityat ${CREATED}`),
      owner: OWNER,
    },
    needs: [['contact', 'phone']],
  },
  products: {
    tables: words('products product items catalog catalogue productcatalog'),
    fields: {
      id: field('key', 'id productid uuid'),
      name: field('text', 'name productname title'),
      sku: field('text', 'sku code productcode itemcode barcode'),
      price: field('money', 'price unitprice sellingprice saleprice rate amount'),
      currency: field('currency', 'currency currencycode'),
      stock: field('count', 'stock stockquantity quantity inventory qty'),
      unit: field('text', 'unit uom'),
      active: field('flag', 'isactive active enabled available isavailable instock'),
    },
    needs: [['name'], ['price']],
  },
  orders: {
    tables: words('orders order salesorders purchases'),
    fields: {
      id: field('key', 'id orderid uuid ordernumber'),
      number: field('text', 'ordernumber orderno number code reference'),
      contact: field('key', 'contactid customerid contact customer'),
      conversation: field('key', 'conversationid chatid conversation chat'),
      phone: field('phone', PHONE),
      currency: field('currency', 'currency currencycode'),
      status: field('order-status', 'status orderstatus state'),
      total: field('money', 'total totalamount grandtotal totalprice amount ordertotal'),
      discount: field('money', 'discount discountamount totaldiscount'),
      shipping: field('money', 'shipping shippingcost shippingfee deliveryfee'),
      tax: field('money', 'tax taxamount totaltax gst vat'),
      note: field('text', 'notes note comment comments remarks'),
      lines: field('text', 'items lines orderitems products lineitems'),
      at: field('time', `orderdate orderedat placedat ${CREATED}`),
      owner: OWNER,
    },
    needs: [['id'], ['contact', 'conversation', 'phone']],
  },
  orderLines: {
    tables: words('orderitems orderitem orderlines orderline lineitems orderproducts orderdetails'),
    fields: {
      id: field('key', 'id orderitemid lineid uuid'),
      order: field('key', 'orderid order ordernumber'),
      product: field('key', 'productid product itemid'),
      name: field('text', 'productname name itemname title description'),
      quantity: field('count', 'quantity qty count'),
      price: field('money', 'unitprice price rate priceatpurchase amount'),
    },
    needs: [['order'], ['name', 'product'], ['price', 'product']],
  },
  messages: {
    tables: words('messages message chatmessages messagelogs messagelog messagehistory'),
    fields: {
      id: field('key', 'id uuid messageid'),
      whatsapp: field(
        'key',
        'whatsappmessageid wamessageid wamid waid waserialized idserialized externalid providermessageid messageid serializedid',
      ),
      conversation: field('key', 'conversationid chatid threadid ticketid conversation chat'),
      contact: field('key', 'contactid customerid contact customer'),
      phone: field('phone', PHONE),
      from: field('phone', 'from fromnumber sender senderphone sendernumber fromphone author'),
      to: field('phone', 'to tonumber recipient receiver recipientphone tophone receivernumber'),
      direction: field('direction', 'direction messagedirection sendertype type senttype'),
      fromMe: field('flag', 'fromme isfromme isoutgoing outgoing outbound issent isoutbound'),
      incoming: field('flag', 'isincoming incoming inbound isinbound isreceived'),
      body: field('text', 'body content text message messagetext messagebody caption'),
      at: field(
        'time',
        'timestamp messagetimestamp sentat receivedat sentreceivedat messagetime time datetime createdat created date',
      ),
      status: field('status', 'status ack deliverystatus messagestatus state'),
      kind: field('text', 'messagetype type mediatype contenttype kind'),
      mime: field('text', 'mimetype mime mediamimetype mediamime'),
      fileName: field('text', 'filename mediafilename medianame documentname'),
      fileSize: field('count', 'filesize mediasize mediafilesize size'),
      starred: field('flag', 'starred isstarred star favorite isfavorite favourite isfavourite'),
      owner: OWNER,
    },
    needs: [
      ['conversation', 'contact', 'phone', 'from', 'to'],
      ['direction', 'fromMe', 'incoming'],
      ['body', 'kind'],
      ['at'],
    ],
  },
  settings: {
    tables: words('settings setting config configuration configurations systemsettings appsettings'),
    fields: {
      key: field('text', 'key name settingkey setting'),
      value: field('text', 'value settingvalue val'),
    },
    needs: [['key'], ['value']],
  },
}

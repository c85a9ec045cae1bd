/** Signing in to Frappe: with a key and secret of the person's own, which Frappe checks with every request. */
import { AppError, type FrappeSite, type Role } from '../../../contract'
import type { Http } from '../http'
import { FrappeClient, type Requester } from './client'
import { lookAtSite, type Site } from './site'

export interface FrappeKey {
  apiKey: string
  apiSecret: string
}

/** As it stands behind `Authorization: token`, and as it is kept. */
export const tokenOf = ({ apiKey, apiSecret }: FrappeKey): string => `${apiKey}:${apiSecret}`

const requesterOf = (http: Http, key: FrappeKey): Requester => ({
  request: (request, signal) =>
    http({ ...request, headers: { ...request.headers, authorization: `token ${tokenOf(key)}` } }, signal),
})

/** People, and something to sell to them. */
const isUsable = ({ has }: Site): boolean =>
  has.has('Contact') && (has.has('CRM Deal') || has.has('Sales Order'))

/** @throws {AppError} `crm-unreachable`, `crm-wrong-password` (the key) or `crm-protocol`. */
async function look(http: Http, key: FrappeKey): Promise<Site> {
  const found = await lookAtSite(new FrappeClient(requesterOf(http, key)), new AbortController().signal)
  if (found.kind === 'site') return found.site
  if (found.kind === 'refused' && (found.status === 401 || found.status === 403))
    throw new AppError('crm-wrong-password', 'This site does not know the key with this secret.')
  if (found.kind === 'refused') throw new AppError('crm-protocol', `The site refused (${found.status}).`)
  if (found.kind === 'later' && found.status !== null && found.status < 429)
    throw new AppError('crm-protocol', `There is no Frappe at this address. ${found.reason}`)
  throw new AppError('crm-unreachable', found.kind === 'later' ? found.reason : 'The site did not answer.')
}

/** What is there and what is missing, before anybody is signed in. @throws {AppError} see `look`. */
export async function checkSite(http: Http, key: FrappeKey): Promise<FrappeSite> {
  const site = await look(http, key)
  return { user: site.user, checks: site.checks, usable: isUsable(site) }
}

/** Whose key it is. @throws {AppError} see `look`; `crm-forbidden` where too little is there to work with. */
export async function userOf(http: Http, key: FrappeKey): Promise<{ id: string; name: string; role: Role }> {
  const site = await look(http, key)
  if (!isUsable(site))
    throw new AppError('crm-forbidden', 'This key may read neither deals nor sales orders.')
  return { id: site.user, name: site.name, role: site.role }
}

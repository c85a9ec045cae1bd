/** Settings of the older systems, by name: which Leadline takes over, has, does by itself, or has no use for (feature row D4). Pure. */
import { getCountryCallingCode, getCountries, isSupportedCountry } from 'libphonenumber-js/max'
import { DEFAULT_PREFERENCES, preferences, type OldSetting, type Preferences } from '../../contract'
import { plainName } from './mapping/guess'

type Taking = Partial<Pick<Preferences, 'dailyLimit' | 'minuteLimit' | 'defaultCountry'>>
type Known = 'country' | 'daily' | 'minute' | Exclude<OldSetting['outcome'], 'taken' | 'kept' | 'unknown'>

/** The first pattern that fits counts. Names without case and signs. */
const NAMES: readonly (readonly [RegExp, Known])[] = [
  [/^(?:whatsapp)?(?:default)?(?:country|countrycode|dialcode|phoneprefix)$/, 'country'],
  [/(?:daily|perday|maxmessagesperday).*limit|^dailylimit|messagesperday|maxperday/, 'daily'],
  [/(?:messagerate|ratelimitperminute|messagesperminute|maxperminute|messageratelimit)/, 'minute'],
  [
    /^(?:whatsapp)?(?:service)?port$|sessionpath|sessiondir|authpath|datapath|storagepath|puppeteerexecutablepath|chromepath|loglevel/,
    'by-hand',
  ],
  [/crmurl|allowedorigins|corsorigin|frontendurl|apiurl|timezone|activehours|workinghours/, 'by-hand'],
  [
    /reconnect|maxretries|retry|qr(?:code)?(?:timeout|expiry)|healthcheck|cleanup|sessiontimeout|stale|heartbeat|backup|messagedelay|mindelay|maxdelay|delay/,
    'automatic',
  ],
  [
    /databaseurl|postgres|^db|^pg|redis|bull|socketio|^ws|waha|jwt|secret|token|password|vercel|nodeenv|smtp|encryptionkey|apikey|webhook|session/,
    'obsolete',
  ],
]

const knownAs = (name: string): Known | null =>
  NAMES.find(([pattern]) => pattern.test(plainName(name)))?.[1] ?? null

/** `91`, `+62`, `ID` -> ISO 3166-1 alpha-2; null where several countries share the code, or none has it. */
function countryOf(value: string): string | null {
  const written = value.trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(written) && isSupportedCountry(written)) return written
  const code = written.replace(/^\+|^00/, '')
  const countries = getCountries().filter((country) => getCountryCallingCode(country) === code)
  return countries.length === 1 ? (countries[0] ?? null) : null
}

function takingOf(known: Known, value: string): Taking | null {
  if (known === 'country') {
    const defaultCountry = countryOf(value)
    return defaultCountry === null ? null : { defaultCountry }
  }
  const limit = /^\d{1,6}$/.test(value.trim()) ? Number(value) : null
  if (limit === null) return null
  const taking: Taking = known === 'daily' ? { dailyLimit: limit } : { minuteLimit: limit }
  return preferences.partial().safeParse(taking).success ? taking : null
}

/** What was never touched here may be taken over. */
const isUntouched = (now: Preferences, taking: Taking): boolean =>
  (Object.keys(taking) as (keyof Taking)[]).every((key) => now[key] === DEFAULT_PREFERENCES[key])

export function oldSettings(
  found: ReadonlyMap<string, string>,
  now: Preferences,
): { settings: OldSetting[]; taking: Taking } {
  const settings: OldSetting[] = []
  const all: Taking = {}
  for (const [name, value] of found) {
    const known = knownAs(name)
    const shown = name.slice(0, 100)
    if (known === null) settings.push({ name: shown, outcome: 'unknown' })
    else if (known !== 'country' && known !== 'daily' && known !== 'minute')
      settings.push({ name: shown, outcome: known })
    else {
      const taking = takingOf(known, value)
      const isTaken = taking !== null && isUntouched(now, taking)
      if (isTaken) Object.assign(all, taking)
      settings.push({ name: shown, outcome: taking === null ? 'by-hand' : isTaken ? 'taken' : 'kept' })
    }
  }
  return { settings, taking: all }
}

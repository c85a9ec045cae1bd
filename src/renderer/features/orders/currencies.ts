/** The currencies offered, the shop's most likely one first. */
import { useMemo } from 'react'
import { useHomeCountry } from '../../lib/use-country'
import { useFormat } from '../../lib/format'
import type { Option } from '../../ui'

const BY_COUNTRY: Readonly<Record<string, string>> = {
  ...{
    IN: 'INR',
    ID: 'IDR',
    US: 'USD',
    SG: 'SGD',
    MY: 'MYR',
    AE: 'AED',
    SA: 'SAR',
    KW: 'KWD',
    JP: 'JPY',
    GB: 'GBP',
  },
  ...{
    PH: 'PHP',
    TH: 'THB',
    VN: 'VND',
    BD: 'BDT',
    PK: 'PKR',
    LK: 'LKR',
    NP: 'NPR',
    NG: 'NGN',
    KE: 'KES',
    BR: 'BRL',
  },
  ...{ DE: 'EUR', FR: 'EUR', ES: 'EUR', IT: 'EUR', NL: 'EUR', AU: 'AUD' },
}
const OFFERED = [...new Set(Object.values(BY_COUNTRY))].sort()

export const currencyOfCountry = (country: string): string => BY_COUNTRY[country] ?? 'USD'

/** The one to start with: that of the country whose numbers are read. */
export const useHomeCurrency = (): string => currencyOfCountry(useHomeCountry())

/** With `current` among them, whatever it is. */
export function useCurrencies(current: string): Option[] {
  const { locale } = useFormat()
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'currency' })
    return [...new Set([current, ...OFFERED])].map((code) => ({
      value: code,
      label: `${code} · ${names.of(code) ?? code}`,
    }))
  }, [locale, current])
}

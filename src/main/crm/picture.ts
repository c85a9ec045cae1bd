/** A product's picture from where the CRM says it is: https or the CRM's own, without anybody's token, small, never redirected. */
import { isLoopback } from './address'

const MOST_BYTES = 4 * 1024 * 1024

/**
 * @param timeout milliseconds for the whole.
 * @returns null where it did not come.
 */
export async function fetchPicture(
  address: string,
  signal: AbortSignal,
  timeout: number,
): Promise<Uint8Array | null> {
  // Only who reads a CRM pays for it.
  const { default: axios } = await import('axios')
  try {
    const { data } = await axios.get<Buffer>(address, {
      adapter: 'http',
      responseType: 'arraybuffer',
      maxRedirects: 0,
      maxContentLength: MOST_BYTES,
      headers: { accept: 'image/*' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      ...(isLoopback(new URL(address).hostname) ? { proxy: false as const } : {}),
    })
    return data
  } catch (error) {
    // No network, not there any more, too large: it is asked for again later.
    if (axios.isAxiosError(error)) return null
    throw error
  }
}

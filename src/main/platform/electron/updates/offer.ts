/** Whether what the update server says can be relied on at all: a version, and a sha512 for every file. Pure. */
import { UpdateError } from '../../ports'

/** 64 bytes in base64, what electron-builder writes. electron-updater itself would take a sha256, too. */
const SHA512 = /^[A-Za-z0-9+/]{86}==$/
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}(?:[-+][0-9A-Za-z.+-]{1,60})?$/

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/**
 * @param info the parsed update file, of which nothing is known yet.
 * @throws {UpdateError} `server` for no update file at all, `tampered` where something could not be checked after the download.
 */
export function checkOffer(info: unknown): void {
  if (!isObject(info) || typeof info['version'] !== 'string' || !VERSION.test(info['version']))
    throw new UpdateError('server', 'The update server answered with something that is no update.')
  const { files } = info
  if (!Array.isArray(files) || files.length === 0)
    throw new UpdateError('server', 'The update server names no file.')
  for (const file of files as unknown[]) {
    if (!isObject(file) || typeof file['sha512'] !== 'string' || !SHA512.test(file['sha512']))
      throw new UpdateError('tampered', 'A file of the update comes without a sha512.')
  }
}

/**
 * How a release is signed, from the secrets that are there. electron-builder takes an empty variable for a certificate that it can't
 * read, so what is empty must not be set at all.
 */

const CERTIFICATES = {
  darwin: { link: 'MAC_CERTIFICATE', password: 'MAC_CERTIFICATE_PASSWORD' },
  win32: { link: 'WINDOWS_CERTIFICATE', password: 'WINDOWS_CERTIFICATE_PASSWORD' },
}
const NOTARISING = ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID']

/**
 * @param {NodeJS.Platform} system
 * @param {Record<string, string | undefined>} secrets
 * @returns {{ env: Record<string, string>, args: string[], said: string }} what to add to the environment and to the arguments.
 */
export function signing(system, secrets) {
  const names = CERTIFICATES[system]
  if (!names) return { env: {}, args: [], said: 'Nothing is signed on this system.' }
  const link = secrets[names.link]
  if (!link) {
    return system === 'darwin'
      ? {
          env: {},
          args: ['--config', 'electron-builder.unsigned-mac.yml'],
          said: 'No certificate: signed by nobody. macOS refuses the app until it is allowed in its settings, and it can not update itself.',
        }
      : { env: {}, args: [], said: 'No certificate: unsigned. Windows warns whoever opens the installer.' }
  }
  const env = { CSC_LINK: link }
  const password = secrets[names.password]
  if (password) env.CSC_KEY_PASSWORD = password
  // All three or none: with one alone electron-builder fails, and Windows has no use for them.
  const isNotarised = system === 'darwin' && NOTARISING.every((name) => secrets[name])
  if (isNotarised) for (const name of NOTARISING) env[name] = secrets[name]
  const more = system === 'darwin' ? (isNotarised ? ' and notarised' : ', not notarised') : ''
  return { env, args: [], said: `Signed with the certificate${more}.` }
}

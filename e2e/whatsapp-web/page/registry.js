/**
 * WhatsApp Web's module registry as whatsapp-web.js sees it: `window.require(name)`. Exports are plain,
 * writable objects (or classes), as in the real page, where scripts do replace members.
 */
/* global window */

const modules = new Map()

/** Faults of this release that a test asked for. */
export const faults = { sendSeenThrows: false, timelocked: false }

/** Declares a module under its real name. */
export function define(name, exports) {
  modules.set(name, exports)
}

/** The exports of a module, for the page's own use: what a script replaced is seen here too. */
export function use(name) {
  return modules.get(name)
}

/**
 * Puts `require` on the window. A release that renamed its modules knows none of the old names: the real loader
 * throws for an unknown module, older ones gave undefined.
 */
export function publish(release) {
  window.require = (name) => {
    if (release === 'renamed-undefined') return undefined
    if (release !== 'renamed-throws' && modules.has(name)) return modules.get(name)
    throw new Error(`Requiring unknown module "${name}". It may not be loaded yet.`)
  }
}

/** Puts the focus into the composer, from wherever. */
export const COMPOSER_ID = 'composer'

export const focusComposer = (): void => document.getElementById(COMPOSER_ID)?.focus()

/** Puts the chosen theme on the page and follows the system's where that is the choice. */
import type { Preferences } from '../../contract'

const dark = matchMedia('(prefers-color-scheme: dark)')
let choice: Preferences['theme'] = 'system'

export function applyTheme(theme: Preferences['theme']): void {
  choice = theme
  document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}

dark.addEventListener('change', () => applyTheme(choice))

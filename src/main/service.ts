/** The service host's entry. Only once memory is set to stay small does the app load. */
import './frugal'

const { begin } = await import('./serve')
begin(import.meta.dirname)

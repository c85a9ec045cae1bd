/** The screens' entry: language and theme first, then the connection, then the shell. */
import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/noto-sans-devanagari/index.css'
import './theme/app.css'
import { createRoot } from 'react-dom/client'
import { connect } from './client'
import { startDrafts } from './features/composer/keeping'
import { startLinks } from './features/links/open'
import { guessLanguage, startI18n } from './i18n'
import { Shell } from './shell/shell'
import { startAppStores } from './stores/app'
import { startConversations } from './stores/conversations'
import { startHealth } from './stores/health'
import { startLock } from './stores/lock'
import { startNavigation } from './stores/navigation'
import { startReminders } from './stores/reminders'
import { startSystem } from './stores/system'
import { startThread } from './stores/thread'
import { applyTheme } from './theme/apply'

applyTheme('system')
await startI18n(guessLanguage())
startNavigation()
startAppStores()
startConversations()
startDrafts()
startThread()
startHealth()
startReminders()
startSystem()
startLock()
startLinks()
connect()

const root = document.getElementById('root')
if (root) createRoot(root).render(<Shell />)

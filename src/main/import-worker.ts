/** The reading thread's root. */
import { serveReading } from './imports/reading-thread'

serveReading()

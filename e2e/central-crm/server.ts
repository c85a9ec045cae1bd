/**
 * Leadline's reference central CRM: the contract of docs/central-crm-api.openapi.yaml over real HTTP on loopback, kept in SQLite.
 * It refuses what is wrong, logs every request, and can be told to fail: in tests its log judges what reached it.
 */
import Fastify from 'fastify'
import { resources } from './resources'
import { adminRoutes } from './routes/admin'
import { authRoutes } from './routes/auth'
import { batchRoutes } from './routes/batch'
import { addHooks } from './routes/context'
import { watchContract } from './openapi/watch'
import { breakAnswers } from './routes/broken'
import { controlRoutes } from './routes/control'
import { pageRoute } from './routes/page'
import { pictureRoutes } from './routes/pictures'
import { recordRoutes } from './routes/records'
import { seed } from './seed'
import { openDatabase } from './store/database'
import { createWorld } from './world'

export const VERSION = '1.0.0'
const MAX_BYTES = 1024 * 1024

export interface CentralCrmOptions {
  /** The SQLite file; made where it is missing. */
  dbFile: string
  /** 0 or left out: any free one. */
  port?: number
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Fill an empty server with the sample shop. */
  seed?: boolean
  /** How long an access token lives, milliseconds; 15 minutes unless set. */
  accessTtl?: number
  /** How long a refresh token lives, milliseconds; 30 days unless set. */
  refreshTtl?: number
}

export interface CentralCrm {
  /** For example `http://127.0.0.1:41234`. The control routes are below `/_control`. */
  url: string
  /** Ends all connections, then closes the file. @throws where anything went in or out that the OpenAPI document does not allow. */
  close(): Promise<void>
}

/** Starts the server on 127.0.0.1. @throws where the port is taken or the file can't be opened. */
export async function startCentralCrm(options: CentralCrmOptions): Promise<CentralCrm> {
  const db = openDatabase(options.dbFile)
  const world = createWorld(db, options.now ?? Date.now, {
    access: options.accessTtl ?? 15 * 60_000,
    refresh: options.refreshTtl ?? 30 * 86_400_000,
  })
  if (options.seed && world.accounts.isEmpty()) await seed(world)
  const app = Fastify({ bodyLimit: MAX_BYTES, forceCloseConnections: true, logger: false })
  app.removeContentTypeParser('text/plain')
  addHooks(app, world)
  const faults = watchContract(app)
  breakAnswers(app)
  app.get('/_control/contract', () => ({ faults }))
  authRoutes(app, world)
  for (const resource of resources) recordRoutes(app, world, resource)
  batchRoutes(app, world)
  pictureRoutes(app, world)
  adminRoutes(app, world, VERSION)
  controlRoutes(app, world)
  pageRoute(app, world)
  app.addHook('preClose', (done) => {
    world.log.release()
    done()
  })
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return {
    url,
    close: async () => {
      await app.close()
      db.close()
      if (faults.length > 0)
        throw new Error(`not as the OpenAPI document says:\n${faults.slice(0, 20).join('\n')}`)
    },
  }
}

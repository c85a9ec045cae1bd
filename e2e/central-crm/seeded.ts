/** The reference CRM with its people, in a folder of its own: for tests that need no more of it than that it is there. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { crmControl, type CrmControl } from './control'
import { startCentralCrm, type CentralCrm } from './server'

export interface SeededCrm {
  server: CentralCrm
  control: CrmControl
  /** What `beforeAll` answers, so that it ends with the file. */
  close: () => Promise<void>
}

export async function startSeededCrm(): Promise<SeededCrm> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-crm-'))
  const server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true })
  const close = async (): Promise<void> => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { server, control: crmControl(server.url), close }
}

/** Everything around the app in one test: the WhatsApp Web simulator and the reference CRM, each a process that survives the app. */
import path from 'node:path'
import { z } from 'zod'
import { crmControl } from '../central-crm/control'
import { spawnCentralCrm } from '../central-crm/spawn'
import { controlOf, type WhatsAppControl } from '../whatsapp-web/control'
import { startChild } from './child'

const simulatorReady = z.object({ endpoint: z.string(), spki: z.string(), controlUrl: z.string() })

export interface World {
  /** The first phone, which also holds every page that is not linked. */
  whatsapp: WhatsAppControl
  /** Any of the phones, from 1. */
  phone: (number: number) => WhatsAppControl
  /** For the app's two development options. */
  endpoint: string
  spki: string
  crm: ReturnType<typeof crmControl>
  crmUrl: string
  close(): Promise<void>
}

function parsed(line: string): z.infer<typeof simulatorReady> | undefined {
  if (!line.startsWith('{')) return undefined
  return simulatorReady.safeParse(JSON.parse(line)).data
}

/** @param folder a folder of the test's own. */
export async function startWorld(folder: string): Promise<World> {
  const main = path.join(import.meta.dirname, '../whatsapp-web/main.ts')
  const args = ['--import=tsx', main, `--state-dir=${path.join(folder, 'whatsapp-web')}`, '--with-parent']
  const starting = [
    startChild(args, parsed),
    spawnCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true }),
  ] as const
  const started = await Promise.allSettled(starting)
  // One that did not start must not leave the other behind.
  if (started[0].status === 'rejected' && started[1].status === 'fulfilled') await started[1].value.stop()
  if (started[1].status === 'rejected' && started[0].status === 'fulfilled')
    await started[0].value.child.kill('SIGTERM')
  const [simulator, crm] = await Promise.all(starting)
  const { endpoint, spki, controlUrl } = simulator.value
  const control = crmControl(crm.url)
  return {
    whatsapp: controlOf(controlUrl),
    phone: (phone) => controlOf(controlUrl, { phone }),
    endpoint,
    spki,
    crm: control,
    crmUrl: crm.url,
    close: async () => {
      const faults = await control.contractFaults()
      await Promise.all([simulator.child.kill('SIGTERM'), crm.stop()])
      if (faults.length > 0) throw new Error(`not as the OpenAPI document says:\n${faults.join('\n')}`)
    },
  }
}

/** What the person can ask for from outside the app: by a `leadline://` link or by clicking a notification. */
import { z } from 'zod'
import { id, phone } from './common'

export const openTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chat'), phone }),
  z.object({ kind: z.literal('conversation'), conversationId: id }),
  z.object({ kind: z.literal('lead'), id }),
  z.object({ kind: z.literal('order'), id }),
])
export type OpenTarget = z.infer<typeof openTarget>

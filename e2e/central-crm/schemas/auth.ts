/** Signing in: what goes in and what comes out. */
import { z } from 'zod'
import { line, phone, role, timestamp, uuid } from './common'

const email = z.email().max(200)
const password = z.string().min(10).max(200)

export const signupInput = z.strictObject({
  email,
  password,
  name: line(120),
  phone: phone.nullable().optional(),
  /** Only a signed-in owner or admin may give one, and only below their own. */
  role: role.optional(),
})

export const loginInput = z.strictObject({ email, password: z.string().min(1).max(200) })
export const refreshInput = z.strictObject({ refreshToken: z.string().min(1).max(500) })

export const user = z.object({
  id: uuid,
  email,
  name: z.string(),
  phone: phone.nullable(),
  role,
  createdAt: timestamp,
})
export type User = z.infer<typeof user>

export const tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds until the access token ends. */
  expiresIn: z.int().min(0),
  /** For one use: its answer holds the next one. */
  refreshToken: z.string(),
  /** Seconds until the refresh token ends. */
  refreshExpiresIn: z.int().min(0),
  user,
})
export type Tokens = z.infer<typeof tokens>

/** The builder every procedure starts from: all of them may fail with the closed set of error codes and nothing else. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { errorCode } from './errors'

/** Every contract error arrives as oRPC's `LEADLINE` error whose data names the code. */
export const errorData = z.object({ code: errorCode, reference: z.string().nullable() })

export const procedure = oc.errors({ LEADLINE: { data: errorData } })

/** For procedures that answer nothing. */
export const nothing = z.void()

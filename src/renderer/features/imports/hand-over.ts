/** Hands an old system's file over, telling how far it is: such files are large, and `fetch` tells nothing. */
import { ORPCError } from '@orpc/client'
import type { ErrorCode } from '../../../contract'
import { OfflineError } from '../../client/errors'

const CODES: Partial<Record<number, ErrorCode>> = {
  409: 'wrong-state',
  413: 'file-too-large',
  423: 'locked',
  507: 'disk-full',
}

/** Errors: `offline`, `wrong-state`, `locked`, `file-too-large`, `disk-full`, `internal` (see problemOf). */
export function handOver(file: File, onProgress: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/import')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onerror = () => reject(new OfflineError('The file could not be handed over'))
    request.onload = () => {
      if (request.status === 200) resolve()
      else {
        const code = CODES[request.status] ?? 'internal'
        reject(new ORPCError('LEADLINE', { data: { code, reference: null } }))
      }
    }
    request.send(file)
  })
}

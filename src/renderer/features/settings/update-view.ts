/** What a state of an update says, and the one button that helps. Pure. */
import type { UpdateState } from '../../../contract'
import type { Tone } from '../../ui'

export interface UpdateView {
  /** A key below `updates.sentence`. */
  sentence: Exclude<UpdateState['kind'], 'unsupported' | 'failed' | 'refused'> | Reason | 'waitingForStable'
  tone: Tone
  button: 'check' | 'retry' | 'install' | 'postpone' | null
  /** The version the sentence names. */
  version: string
}

type Reason = Extract<UpdateState, { reason: string }>['reason']

/** Null where the host does not update itself: then nothing is shown. */
export function updateView(state: UpdateState): UpdateView | null {
  switch (state.kind) {
    case 'unsupported':
      return null
    case 'idle':
      return { sentence: 'idle', tone: 'neutral', button: 'check', version: '' }
    case 'checking':
      return { sentence: 'checking', tone: 'neutral', button: null, version: '' }
    case 'none': {
      if (state.waitingForStable)
        return { sentence: 'waitingForStable', tone: 'info', button: 'check', version: '' }
      return { sentence: 'none', tone: 'success', button: 'check', version: '' }
    }
    case 'available':
    case 'downloading':
      return { sentence: state.kind, tone: 'info', button: null, version: state.offer.version }
    case 'ready':
      return { sentence: 'ready', tone: 'accent', button: 'install', version: state.offer.version }
    case 'waiting':
      return { sentence: 'waiting', tone: 'info', button: 'postpone', version: state.offer.version }
    case 'installing':
      return { sentence: 'installing', tone: 'info', button: null, version: state.offer.version }
    case 'failed': {
      // Nobody is alarmed by a train without network.
      const tone = state.reason === 'offline' ? 'info' : 'warning'
      return { sentence: state.reason, tone, button: 'retry', version: '' }
    }
    case 'refused': {
      const tone = state.reason === 'older' ? 'warning' : 'danger'
      return { sentence: state.reason, tone, button: 'retry', version: state.version }
    }
  }
}

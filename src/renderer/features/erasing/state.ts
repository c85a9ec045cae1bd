/** Whose erasure is asked for, and the certificate that is shown: both outlive the page of the person, who is gone by then. */
import { create } from 'zustand'
import type { Certificate } from '../../../contract'

interface State {
  asking: { contactId: string; name: string } | null
  shown: Certificate | null
  /** Those that nobody took yet. */
  waiting: readonly Certificate[]
}

export const useErasing = create<State>(() => ({ asking: null, shown: null, waiting: [] }))

export const askToErase = (person: { contactId: string; name: string } | null): void =>
  useErasing.setState({ asking: person })

export const showCertificate = (shown: Certificate | null): void => useErasing.setState({ shown })

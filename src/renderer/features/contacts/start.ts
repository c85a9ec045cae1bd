/** The dialog that starts a chat: whether it is open, and with what in it. */
import { create } from 'zustand'

export const useStartChat = create<{ open: boolean; phone: string; name: string }>(() => ({
  open: false,
  phone: '',
  name: '',
}))

/** Opens it; what is given is only filled in, the person decides. */
export const startChat = (phone = '', name = ''): void => useStartChat.setState({ open: true, phone, name })
export const closeStartChat = (): void => useStartChat.setState({ open: false, phone: '', name: '' })

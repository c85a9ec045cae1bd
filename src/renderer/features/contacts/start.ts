/** The dialog that starts a chat: whether it is open, and with what number in it. */
import { create } from 'zustand'

export const useStartChat = create<{ open: boolean; phone: string }>(() => ({ open: false, phone: '' }))

/** Opens it; a number given is only filled in, the person decides. */
export const startChat = (phone = ''): void => useStartChat.setState({ open: true, phone })
export const closeStartChat = (): void => useStartChat.setState({ open: false, phone: '' })

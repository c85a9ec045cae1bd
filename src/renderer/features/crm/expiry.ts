/** When the person is asked for their password again: the CRM ended the session, and they have not put it off. */
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import { useCrm } from '../../stores/app'

/** So long without a key pressed is a pause in typing, milliseconds: what is being typed must not land in the password. */
const PAUSE = 1500

/** "Not now", until the session ends once more. */
export const useExpiry = create<{ putOff: boolean }>(() => ({ putOff: false }))

/** True from the first pause in typing on for as long as `wanted`. */
function usePause(wanted: boolean): boolean {
  const [paused, setPaused] = useState(false)
  useEffect(() => {
    if (!wanted) return
    let timer = setTimeout(() => setPaused(true), PAUSE)
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setPaused(true), PAUSE)
    }
    addEventListener('keydown', wait, true)
    return () => {
      clearTimeout(timer)
      removeEventListener('keydown', wait, true)
      setPaused(false)
    }
  }, [wanted])
  return wanted && paused
}

/** Whether to ask now. */
export function useAsksPassword(): boolean {
  const expired = useCrm(({ status }) => status?.expired === true)
  const putOff = useExpiry((state) => state.putOff)
  useEffect(() => {
    if (!expired) useExpiry.setState({ putOff: false })
  }, [expired])
  return usePause(expired && !putOff)
}

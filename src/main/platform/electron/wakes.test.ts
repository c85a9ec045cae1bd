import { EventEmitter } from 'node:events'
import { afterEach, expect, it, vi } from 'vitest'
import { createElectronWakes } from './wakes'

const { powerMonitor } = vi.hoisted(() => ({ powerMonitor: { current: null as EventEmitter | null } }))
vi.mock('electron', () => ({
  get powerMonitor() {
    return (powerMonitor.current ??= new EventEmitter())
  },
}))
afterEach(() => void (powerMonitor.current = null))

it('tells of the end of sleep and of the person’s return, until nobody listens', () => {
  const told: string[] = []
  const leave = createElectronWakes().subscribe((cause) => told.push(cause))
  powerMonitor.current!.emit('resume')
  powerMonitor.current!.emit('unlock-screen')
  expect(told).toEqual(['machine', 'machine'])
  leave()
  powerMonitor.current!.emit('resume')
  expect(told).toHaveLength(2)
  expect(powerMonitor.current!.eventNames()).toEqual([])
})

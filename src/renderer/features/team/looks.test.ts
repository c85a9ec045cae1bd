import { expect, it } from 'vitest'
import { inOrder } from './looks'

it('puts first whoever needs somebody', () => {
  const devices = [
    { userName: 'Rina', state: 'ready', health: 'healthy' },
    { userName: 'Budi', state: 'ready', health: 'healthy' },
    { userName: 'Siti', state: 'ready', health: 'critical' },
    { userName: 'Arjun', state: 'offline', health: null },
  ] as const
  expect(inOrder(devices).map(({ userName }) => userName)).toEqual(['Siti', 'Arjun', 'Budi', 'Rina'])
})

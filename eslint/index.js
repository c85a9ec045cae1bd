import rooms from './rooms.js'

export const leadline = { meta: { name: 'leadline' }, rules: { rooms } }

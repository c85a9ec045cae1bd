/** The state of a phone as a page gets it in one go. */
import type { MessageRecord } from './types'
import type { Snapshot } from './wire'
import type { World } from './world/world'

/** What a page gets when it is linked or loaded: all people and chats, and the last messages of each. */
export function snapshotOf(world: World, until = world.seq): Snapshot {
  const { tail } = world.settings.history
  const lastOf = (chat: string): MessageRecord[] =>
    tail === 0
      ? []
      : world
          .messagesOf(chat)
          .filter((message) => message.seq <= until)
          .slice(-tail)
  return {
    seq: world.seq,
    contacts: [...world.contacts.values()],
    chats: [...world.chats.values()],
    messages: [...world.chats.keys()].flatMap(lastOf),
    aliases: [...world.aliases],
  }
}

/** People, outside of their conversations. */
export { Facts } from './facts'
export { useKnown } from './known'
export { PeopleScreen } from './people-screen'
export { PersonRow } from './person-row'
export { startChat } from './start'
export { StartChatButton } from './start-chat-button'
export { useContact } from './use-contact'

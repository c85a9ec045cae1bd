/** People, outside of their conversations. */
export { Facts } from './facts'
export { isOptedOut, OptedOut } from './opted-out'
export { useKnown } from './known'
export { PeopleScreen } from './people-screen'
export { PersonRow } from './person-row'
export { startChat } from './start'
export { StartChatButton } from './start-chat-button'
export { useContact } from './use-contact'

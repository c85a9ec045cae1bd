/** People, outside of their conversations. */
export { startChat } from './start'
export { StartChatButton } from './start-chat-button'

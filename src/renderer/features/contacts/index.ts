/** People, outside of their conversations. */
export { StartChatButton } from './start-chat-button'

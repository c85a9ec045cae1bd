/** People, outside of their conversations. */
export { StartChatDialog } from './start-chat'

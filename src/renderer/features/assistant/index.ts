export { AssistantMark } from './chat-mark'
export { assistantHears } from './chats'
export { AssistantSettingsOf } from './settings'

/** What is to be done: reminders, and the list of what is due. */
export { ReminderBanner } from './banner'
export { markDone } from './done'
export { DueButton, DueDialog } from './due-dialog'
export { DueLine } from './due-line'
export { openDue } from './due'
export { TaskFields, taskDraft, type TaskDraft, checkTask } from './task-fields'

/** Notes and tasks as the database thread serves them. */
import type { Store } from '../storage'
import { createNote, getNote, notesOfContact, updateNote } from './note-store'
import { pendingReminders, ringDue, seeReminders } from './reminder-store'
import { createTask, getTask, listTasks, tasksOfContact, updateTask } from './task-store'

export const followupStore = {
  createNote,
  getNote,
  notesOfContact,
  updateNote,
  createTask,
  getTask,
  listTasks,
  tasksOfContact,
  updateTask,
  ringDue,
  pendingReminders,
  seeReminders,
} satisfies Store

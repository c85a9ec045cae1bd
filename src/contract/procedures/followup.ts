/** Notes and tasks: kept here at once, in the CRM as soon as it can be reached. */
import { z } from 'zod'
import { procedure } from '../base'
import { id, pageOf } from '../entities/common'
import { note, noteInput, reminders, task, taskInput } from '../entities/followup'

const page = { cursor: z.string().max(200).nullable(), limit: z.number().int().min(1).max(200) }

export const notes = {
  /** Of this person, their leads and their orders; newest first. */
  ofContact: procedure.input(z.object({ contactId: id, ...page })).output(pageOf(note)),
  /** The id is made by the caller, so that a repeated call is one note. */
  create: procedure.input(noteInput.extend({ id })).output(note),
  update: procedure.input(noteInput.pick({ body: true }).extend({ id })).output(note),
}

export const tasks = {
  get: procedure.input(z.object({ id })).output(task),
  /** Of this person, their leads and their orders: open ones first, each by when they are due. */
  ofContact: procedure.input(z.object({ contactId: id })).output(z.array(task)),
  /** Open ones (or done ones) of all, first what is due first; those without a day last. */
  list: procedure.input(z.object({ done: z.boolean(), ...page })).output(pageOf(task)),
  /** What the person was reminded of, and has neither done nor put away. */
  reminders: procedure.output(reminders),
  /** Puts reminders away, all of them for null; the tasks stay as they are. */
  seeReminders: procedure.input(z.object({ ids: z.array(id).max(200).nullable() })).output(reminders),
  create: procedure.input(taskInput.extend({ id })).output(task),
  update: procedure
    .input(taskInput.omit({ subject: true }).partial().extend({ id, done: z.boolean().optional() }))
    .output(task),
}

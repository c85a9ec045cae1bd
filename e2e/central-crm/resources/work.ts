/** Pipelines, notes and tasks. */
import { note, noteInput, pipeline, pipelineInput, task, taskInput } from '../schemas/work'
import { defineResource, mustExist, ownerOf } from './resource'

export const pipelines = defineResource({
  kind: 'pipeline',
  path: 'pipelines',
  input: pipelineInput,
  output: pipeline,
  readers: 'employee',
  writers: null,
  scope: 'all',
  post: false,
  complete: (input) => input,
})

export const notes = defineResource({
  kind: 'note',
  path: 'notes',
  input: noteInput,
  output: note,
  readers: 'employee',
  writers: 'employee',
  scope: 'own',
  post: false,
  complete: (input, context) => {
    mustExist(context, input.subject.kind, input.subject.id, '/subject/id')
    return { ...input, ownerId: ownerOf(input.ownerId, context) }
  },
})

export const tasks = defineResource({
  kind: 'task',
  path: 'tasks',
  input: taskInput,
  output: task,
  readers: 'employee',
  writers: 'employee',
  scope: 'own',
  post: false,
  complete: (input, context) => {
    if (input.subject) mustExist(context, input.subject.kind, input.subject.id, '/subject/id')
    return { ...input, ownerId: ownerOf(input.ownerId, context) }
  },
})

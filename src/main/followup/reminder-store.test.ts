import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { pendingReminders, ringDue, STALE_MS } from './reminder-store'
import { applyRemoteTask, listTasks } from './task-store'

const NOW = 1_790_000_000_000
let folder = ''
let sql: Sql
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-reminders-'))
  const file = path.join(folder, 'leadline.db')
  sql = openDatabase({ file, backups: path.join(folder, 'backups'), key: randomBytes(32), migrations })
})
afterAll(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true })
})

const pulled = (title: string, dueAt: number, ownerId: string | null): void =>
  applyRemoteTask(sql, randomUUID(), null, {
    ...{ title, body: null, dueAt, done: false, priority: 'normal', ownerId },
    ...{ createdAt: NOW, updatedAt: NOW },
  })

it('rings for what is the person’s and is news; all of it stays in the list of what is due', () => {
  pulled('Long ago', NOW - STALE_MS - 1, 'me')
  pulled('Just so', NOW - STALE_MS, 'me')
  pulled('A colleague’s', NOW, 'somebody')
  pulled('Nobody’s', NOW, null)
  pulled('Later', NOW + 5, 'me')
  const { rung, next } = ringDue(sql, { now: NOW, userId: 'me' })
  expect(rung.map(({ title }) => title)).toEqual(['Just so', 'Nobody’s'])
  expect(next).toBe(NOW + 5)
  expect(pendingReminders(sql).count).toBe(2)
  expect(ringDue(sql, { now: NOW, userId: 'somebody' })).toEqual({ rung: [], next: NOW + 5 })
  expect(listTasks(sql, { done: false, cursor: null, limit: 10 }).items).toHaveLength(5)
})

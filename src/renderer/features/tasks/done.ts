/** A task is done, with a way back. */
import type { TFunction } from 'i18next'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { toast } from '../../ui'

export async function markDone({ id, title }: { id: string; title: string }, t: TFunction): Promise<void> {
  const done = await attempt(() => client.tasks.update({ id, done: true }))
  if (done === null) return
  toast(t('tasks.isDone', { title }), {
    about: `task ${id}`,
    action: {
      label: t('common.undo'),
      run: () => void attempt(() => client.tasks.update({ id, done: false })),
    },
  })
}

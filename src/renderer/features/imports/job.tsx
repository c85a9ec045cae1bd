/** One import at its step: a sentence, what is to be seen, and the buttons that help. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportJob, ImportPlan } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { Banner, Button, Confirm, focusIfLost, Progress, type Tone } from '../../ui'
import { Mapping } from './mapping'
import { Report } from './report'

const TONES: Record<ImportJob['state'], Tone> = {
  reading: 'info',
  mapping: 'info',
  checking: 'info',
  ready: 'accent',
  running: 'info',
  stopped: 'warning',
  done: 'success',
  failed: 'danger',
}

interface JobProps {
  job: ImportJob
  /** Its file was chosen on this screen: the person goes on here. */
  isNew: boolean
  take: (job: ImportJob | null) => void
  onRemoved: () => void
}

export function Job({ job, isNew, take, onRemoved }: JobProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const { state, progress, problem, report } = job
  const importId = job.id
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(isNew ? null : state)
  // The button that was pressed is gone with the step: what is next begins at the head.
  useEffect(() => {
    if (shown.current === state) return
    shown.current = state
    focusIfLost(heading.current)
  }, [state])
  const act = async (call: () => Promise<ImportJob>) => {
    setBusy(true)
    take(await attempt(call))
    setBusy(false)
  }
  const onPlan = (plan: ImportPlan) => void act(() => client.imports.setPlan({ importId, plan }))
  const remove = async () => {
    const removed = await attempt(async () => {
      await client.imports.remove({ importId })
      return true
    })
    setAsking(false)
    if (removed) onRemoved()
  }
  const isUnderWay = state === 'reading' || state === 'checking' || state === 'running'
  const done = progress && {
    done: state === 'reading' ? format.bytes(progress.done) : format.number(progress.done),
    total: state === 'reading' ? format.bytes(progress.total) : format.number(progress.total),
  }
  return (
    <div className="flex flex-col gap-4 rounded-card border border-line p-4">
      <div>
        <h3
          ref={heading}
          tabIndex={-1}
          dir="auto"
          className="font-semibold break-all focus-visible:outline-none"
        >
          {job.fileName}
        </h3>
        <p className="text-small text-text-3">
          {format.bytes(job.size)} · {format.exact(job.createdAt)}
        </p>
      </div>
      <Banner tone={TONES[state]} rounded>
        {t(`imports.sentence.${state}`)}
        {problem && ` ${t(`imports.problem.${problem.code}`)}`}
        {problem?.line && ` ${t('imports.atLine', { line: format.number(problem.line) })}`}
      </Banner>
      {isUnderWay && progress && (
        <div className="flex flex-col gap-1">
          <Progress label={t('imports.progress')} done={progress.done} total={progress.total} />
          <p className="numeric text-small text-text-2">
            {done && t(state === 'reading' ? 'imports.bytesDone' : 'imports.rowsDone', done)}
          </p>
        </div>
      )}
      {state === 'mapping' && <Mapping job={job} onPlan={onPlan} />}
      {report && state !== 'checking' && state !== 'running' && (
        <Report report={report} planned={state === 'ready'} />
      )}
      <div className="flex flex-wrap gap-2">
        {state === 'mapping' && (
          <Button
            variant="primary"
            busy={busy}
            onClick={() => void act(() => client.imports.check({ importId }))}
          >
            {t('imports.check')}
          </Button>
        )}
        {(state === 'ready' || state === 'stopped') && (
          <Button
            variant="primary"
            busy={busy}
            onClick={() => void act(() => client.imports.run({ importId }))}
          >
            {t(state === 'ready' ? 'imports.run' : 'imports.goOn')}
          </Button>
        )}
        {state === 'ready' && (
          <Button busy={busy} onClick={() => onPlan(job.plan)}>
            {t('imports.change')}
          </Button>
        )}
        {(state === 'running' || state === 'checking') && (
          <Button busy={busy} onClick={() => void act(() => client.imports.stop({ importId }))}>
            {t('imports.stop')}
          </Button>
        )}
        {state !== 'running' && state !== 'checking' && (
          <Button onClick={() => (state === 'done' || state === 'failed' ? void remove() : setAsking(true))}>
            {t(state === 'done' || state === 'failed' ? 'imports.forget' : 'imports.discard')}
          </Button>
        )}
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('imports.discardTitle', { name: job.fileName })}
        text={t('imports.discardText')}
        action={t('imports.discard')}
        danger
        onConfirm={remove}
      />
    </div>
  )
}

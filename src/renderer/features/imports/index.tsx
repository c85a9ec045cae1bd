/** Settings: taking over data of an earlier system, step by step, or beginning afresh. */
import { FileUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../client'
import { problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { Banner, Button, focusIfLost, Progress, Skeleton } from '../../ui'
import { handOver } from './hand-over'
import { Job } from './job'
import { useImports } from './use-imports'

export function ImportSettings() {
  const { t } = useTranslation()
  const format = useFormat()
  const { jobs, take, read } = useImports()
  const chooser = useRef<HTMLInputElement>(null)
  const [sending, setSending] = useState<{ done: number; total: number } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  /** The imports that were there when a file was chosen here; null before. */
  const [before, setBefore] = useState<readonly string[] | null>(null)
  const choose = useRef<HTMLButtonElement>(null)
  const isRemoved = useRef(false)
  // Its buttons are gone with it, once the list without it is on the screen.
  useEffect(() => {
    if (!isRemoved.current) return
    isRemoved.current = false
    focusIfLost(choose.current)
  }, [jobs])
  const removed = async () => {
    isRemoved.current = true
    await read()
  }
  const send = async (file: File) => {
    setProblem(null)
    setBefore(jobs?.map(({ id }) => id) ?? [])
    setSending({ done: 0, total: file.size })
    try {
      await handOver(file, (done) => setSending({ done, total: file.size }))
    } catch (error) {
      setProblem(problemText(problemOf(error)))
    }
    setSending(null)
    await read()
  }
  const isUnfinished = jobs?.some(({ state }) => state !== 'done' && state !== 'failed') === true
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="info" rounded>
        {t('imports.fresh')}
      </Banner>
      {jobs === null && <Skeleton className="h-24" />}
      {jobs !== null && !isUnfinished && (
        <div className="flex flex-col gap-2">
          <input
            ref={chooser}
            type="file"
            hidden
            data-testid="import-file"
            accept=".sql,.db,.sqlite,.sqlite3,.csv,.tsv,.vcf,.vcard,.json,.ndjson,.jsonl,.txt,.env"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              event.currentTarget.value = ''
              if (file) void send(file)
            }}
          />
          <Button
            ref={choose}
            className="self-start"
            busy={sending !== null}
            icon={<FileUp aria-hidden className="mr-2 size-4" />}
            onClick={() => chooser.current?.click()}
          >
            {t('imports.choose')}
          </Button>
          <p className="text-small text-text-3">{t('imports.kinds')}</p>
        </div>
      )}
      {sending && (
        <div className="flex flex-col gap-1">
          <Progress label={t('imports.sending')} {...sending} />
          <p className="numeric text-small text-text-2">
            {t('imports.bytesDone', { done: format.bytes(sending.done), total: format.bytes(sending.total) })}
          </p>
        </div>
      )}
      {problem !== null && (
        <Banner tone="danger" rounded urgent>
          {problem}
        </Banner>
      )}
      {jobs?.map((job) => (
        <Job
          key={job.id}
          job={job}
          isNew={before !== null && !before.includes(job.id)}
          take={take}
          onRemoved={() => void removed()}
        />
      ))}
    </div>
  )
}

/** The imports there are, as long as they are on the screen; null until known. */
import { useCallback, useEffect, useState } from 'react'
import type { ImportJob } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'

const withJob = (jobs: ImportJob[] | null, job: ImportJob): ImportJob[] =>
  jobs?.some(({ id }) => id === job.id) === true
    ? jobs.map((one) => (one.id === job.id ? job : one))
    : [job, ...(jobs ?? [])]

export function useImports() {
  const [jobs, setJobs] = useState<ImportJob[] | null>(null)
  const take = useCallback((job: ImportJob | null) => {
    if (job) setJobs((before) => withJob(before, job))
  }, [])
  const read = useCallback(async () => {
    const now = await attempt(() => client.imports.list())
    if (now) setJobs(now)
  }, [])
  useEffect(() => {
    let gone = false
    const first = async () => {
      const now = await attempt(() => client.imports.list())
      if (now && !gone) setJobs(now)
    }
    const stopOnline = onOnline(() => void first())
    const stopEvents = onEvent('import', ({ job }) => take(job))
    void first()
    return () => {
      gone = true
      stopOnline()
      stopEvents()
    }
  }, [take])
  return { jobs, take, read }
}

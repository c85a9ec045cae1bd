/** Loaded before a program whose memory is measured (with --expose-gc): on SIGUSR2 it collects its garbage and prints what is left, in bytes. */
process.on('SIGUSR2', () => {
  for (let time = 0; time < 3; time++) globalThis.gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  process.stdout.write(`${JSON.stringify({ memory: { rss, heapUsed, external } })}\n`)
})

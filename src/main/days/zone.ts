/**
 * Node asks the system for its time zone once. Touching `TZ` makes it ask again, in the thread that does; a laptop that was opened in
 * another country then has that country's days. Threads must share the environment for it (`SHARE_ENV`), else they have only a copy.
 */
export function noticeZone(): void {
  // Where it is set, it is the zone, wherever the machine is.
  if (process.env['TZ'] === undefined) delete process.env['TZ']
}

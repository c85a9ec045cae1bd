/**
 * Imported first by every script: an old Node crashes inside the database's binary without a word, so it is told here. Linux on x64
 * brings its own Node for npm's scripts; elsewhere it is the person's.
 */
if (Number(process.versions.napi ?? 0) < 10) {
  process.stderr.write(
    `Leadline needs Node 22.14 or later (or 24); this is ${process.version}. Install it from nodejs.org, or start through npm (for example "npm start").\n`,
  )
  process.exit(1)
}

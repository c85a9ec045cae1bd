/**
 * Imported first by every script: the database's binary needs Node-API 10 and would crash an older Node instead of failing. npm scripts
 * on Linux x64 run the Node that the project brings; elsewhere it is the person's own.
 */
if (Number(process.versions.napi) < 10) {
  console.error(
    `Leadline needs Node 22.14 or newer (24 recommended); this is Node ${process.versions.node}. Install it, or start through npm.`,
  )
  process.exit(1)
}

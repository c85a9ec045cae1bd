/** The page that does not come from the renderer. */

/** Shown to a visit without this launch's token: an old tab after a restart, or somebody else. */
export const NO_TOKEN_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Leadline</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem; color: #1b1f23; background: #fff }
  @media (prefers-color-scheme: dark) { body { color: #e6e8ea; background: #15181b } }
</style>
<main>
  <h1>Open Leadline again</h1>
  <p>Leadline was started anew, so this address is no longer valid. Use the address it printed when it started, or start it once more:
  it opens by itself.</p>
</main>
</html>
`

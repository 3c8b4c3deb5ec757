// Runs before the first paint, so that a chosen theme never flashes. The switch itself is in shell.js.
;(() => {
  let choice = 'system'
  try {
    choice = localStorage.getItem('kunai.theme') ?? 'system'
  } catch {
    // Storage may be blocked; the system's theme is a good answer then.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()

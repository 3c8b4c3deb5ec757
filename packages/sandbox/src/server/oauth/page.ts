/** The frame of the consent pages: one style sheet, no script, nothing from anywhere else. */
import { createHash } from 'node:crypto'
import type { WireAnswer } from '../answer.ts'

const style = `
:root { color-scheme: light dark; --ground: #eef1f4; --card: #ffffff; --text: #1b242c; --quiet: #4c5a66;
  --line: #77858f; --soft: #d5dce2; --accent: #0b5c7a; --on-accent: #ffffff; --stripe: #7a4b00; --stripe-ground: #fff3d6;
  --bad: #a1161f; }
@media (prefers-color-scheme: dark) { :root { --ground: #12181d; --card: #1b242b; --text: #e8eef2; --quiet: #a9b8c3;
  --line: #8496a3; --soft: #36444f; --accent: #6cc3e3; --on-accent: #06222d; --stripe: #ffd98a; --stripe-ground: #3a2d0c;
  --bad: #ff9a9f; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; min-height: 100vh; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 33rem; margin: 4vh auto 0; padding: 1.5rem; background: var(--card); border: 1px solid var(--soft);
  border-radius: .75rem; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 1rem 0 .5rem; }
h2 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .5rem 0; } ul { margin: .25rem 0; padding-left: 1.25rem; } li { margin: .375rem 0; }
.stripe { margin: 0; padding: .5rem .75rem; border-radius: .375rem; background: var(--stripe-ground);
  color: var(--stripe); font-size: .875rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
.error { margin: 1rem 0; padding: .5rem .75rem; border-left: .25rem solid var(--bad); color: var(--bad); }
code { font: .875rem/1.5 ui-monospace, monospace; }
/* A tenant has as many technicians as it likes; the way on stays in sight, and a row that is cut shows there is more. */
.choices { max-height: 20rem; overflow-y: auto; margin: .5rem -.25rem 0; padding: 0 .25rem; scrollbar-gutter: stable; }
.person { flex: 1; display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: .75rem; }
.address { flex-basis: 100%; }
fieldset { margin: 1rem 0; padding: 0; border: 0; } legend, .label { font-weight: 600; padding: 0; }
.choice { display: flex; gap: .75rem; align-items: center; margin: 0 0 .5rem; padding: .5rem .75rem;
  border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); flex: none; }
input[type=text] { display: block; width: 100%; margin: .25rem 0; padding: .625rem .75rem; font: inherit;
  color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { flex: 1 1 9rem; min-height: 2.75rem; padding: .5rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: var(--text); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`
const styleHash = createHash('sha256').update(style).digest('base64')

export interface Page {
  readonly status: number
  readonly title: string
  /** What stands in `main`; every value in it is escaped by whoever made it. */
  readonly content: string
  /** Where a form may lead besides this server. */
  readonly formTarget: string
  readonly cookie: string | undefined
}

export function renderPage({ status, title, content, formTarget, cookie }: Page): WireAnswer {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    // A browser holds the answer to a form to this too, so the way back to the application has to be named.
    `form-action 'self' ${formTarget}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    headers: {
      'Content-Security-Policy': policy.join('; '),
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      // The address holds the state. Not `no-referrer`, which would take the origin from the form as well.
      'Referrer-Policy': 'same-origin',
      ...(cookie !== undefined && { 'Set-Cookie': cookie }),
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – NinjaOne sandbox</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="stripe"><strong>Sandbox.</strong> This is not NinjaOne: people and devices are invented, and there are no passwords.</p>
${content}
</main>
</body>
</html>
`,
  }
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

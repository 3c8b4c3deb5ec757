/** The inspector: asks for the token if it must, then puts the parts together. */
import { call, findToken, forgetToken, onRefused } from './api.js'
import { createClockPanel } from './clock-panel.js'
import { el, fill } from './dom.js'
import { faultsChanged } from './fault-form.js'
import { createFaultsView } from './faults-view.js'
import { attempt, confirm } from './feedback.js'
import { createFidelityView } from './fidelity-view.js'
import { forgetRules, learnApplications } from './names.js'
import { createRatePanel } from './rate-panel.js'
import { createApplicationsView, createCommandsView, createWebhooksView } from './record-views.js'
import { createRequestsView } from './requests-view.js'
import { areKeysOn, createShell, showKeys } from './shell.js'
import { signInPage } from './sign-in.js'
import { createSnapshotsView } from './snapshots-view.js'
import { createVerdictsView } from './verdicts-view.js'
import { createWorldPanel } from './world-panel.js'

const app = /** @type {HTMLElement} */ (document.getElementById('app'))

/** @param {string} [reason] */
function askForToken(reason = '') {
  document.title = 'Sandbox inspector – Kunai'
  // What was running belongs to another token; a fresh page has none of it.
  fill(app, signInPage(reason, open))
  document.getElementById('token')?.focus()
}

async function open() {
  // Names first: the first rows of the log are drawn with them.
  try {
    await learnApplications()
  } catch {
    // Refused, which asks for the token; or away, which the shell will say.
  }
  if (!findToken()) return

  const clock = createClockPanel(() => world.now())
  const world = createWorldPanel()
  const rate = createRatePanel()
  const strip = el('div', { class: 'strip card', id: 'controls' }, clock.element, world.element, rate.element)
  const requests = createRequestsView()
  const faults = createFaultsView((count) => shell.mark('faults', count))
  const lookAround = () => Promise.all([clock.now(), world.now(), rate.now()])
  const nothing = { element: el('h1', { class: 'unseen' }, 'Clock, world and limits'), start() {}, stop() {} }
  const shell = createShell({
    strip,
    reset,
    places: [
      { name: 'requests', title: 'Requests', drawing: 'requests', view: requests },
      { name: 'controls', title: 'Clock, world, limits', drawing: 'controls', view: nothing },
      { name: 'faults', title: 'Faults', drawing: 'faults', view: faults },
      { name: 'commands', title: 'Commands', drawing: 'commands', view: createCommandsView() },
      { name: 'webhooks', title: 'Webhooks', drawing: 'webhooks', view: createWebhooksView() },
      { name: 'verdicts', title: 'Verdicts', drawing: 'verdicts', view: createVerdictsView(openRequest) },
      { name: 'snapshots', title: 'Snapshots', drawing: 'snapshots', view: createSnapshotsView(lookAround) },
      { name: 'applications', title: 'Applications', drawing: 'applications', view: createApplicationsView() },
      { name: 'fidelity', title: 'Fidelity', drawing: 'fidelity', view: createFidelityView() },
    ],
  })
  fill(app, el('div', { class: 'band' }), shell.element)
  clock.start()
  world.start()
  rate.start()
  faults.watch()

  /** @param {number} seq */
  function openRequest(seq) {
    shell.go('requests')
    requests.open(seq)
  }

  async function reset() {
    const text =
      'World, clock, commands, faults, limits and log become as they were at the start. Applications, tokens and snapshots stay.'
    if (!(await confirm({ title: 'Reset the sandbox?', text, action: 'Reset' }))) return
    await attempt(async () => {
      await call('POST', 'reset')
      forgetRules()
      requests.clear()
      faultsChanged.dispatchEvent(new Event('change'))
      await lookAround()
    }, 'As it was at the start')
  }

  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target)
    const isTyping = target.closest('input, select, textarea, dialog') !== null
    if (isTyping || event.altKey || event.ctrlKey || event.metaKey || !areKeysOn()) return
    if (event.key === '?') showKeys()
    if (document.body.dataset.view !== 'requests') return
    if (event.key === 'p') requests.togglePause()
    if (event.key !== '/') return
    event.preventDefault()
    requests.focusFilter()
  })
}

let isAsking = false
onRefused(() => {
  const hadOne = findToken() !== undefined
  forgetToken()
  if (isAsking) return
  isAsking = true
  // Everything that looks again and again stops with the page it was made for.
  if (hadOne) sessionStorage.setItem('kunai.sandbox.refused', '1')
  location.reload()
})

if (findToken() === undefined) {
  isAsking = true
  const wasRefused = sessionStorage.getItem('kunai.sandbox.refused') !== null
  sessionStorage.removeItem('kunai.sandbox.refused')
  askForToken(wasRefused ? 'The control token was refused.' : '')
} else await open()

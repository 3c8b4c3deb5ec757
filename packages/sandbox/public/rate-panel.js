/** How many requests a client may send, and what each has left. */
import { call } from './api.js'
import { el, fill, write } from './dom.js'
import { attempt, repeat } from './feedback.js'
import { visible } from './format.js'
import { clientName } from './names.js'

const profiles = ['off', 'gentle', 'default', 'harsh', 'html-429']
const clientsShown = 3

export function createRatePanel() {
  const choice = el(
    'select',
    { class: 'field small', 'aria-label': 'Rate limit profile' },
    ...profiles.map((name) => el('option', { value: name }, name)),
  )
  const words = el('p', { class: 'quiet' })
  const gauges = el('div', { class: 'gauges' })

  choice.addEventListener('change', async () => {
    const rate = await attempt(
      () => call('PUT', 'rate-limit', { profile: choice.value }),
      `Rate limit: ${choice.value}`,
    )
    if (rate) draw(rate)
  })

  /** @param {string} client @param {number} remaining @param {number} burst */
  function gauge(client, remaining, burst) {
    const share = burst === 0 ? 0 : remaining / burst
    const bar = el('span', { class: `gauge-bar ${share < 0.1 ? 'bad' : share < 0.35 ? 'warn' : 'good'}` })
    bar.style.setProperty('inline-size', `${Math.round(share * 100)}%`)
    const name = visible(clientName(client))
    return el(
      'div',
      {
        class: 'gauge',
        role: 'meter',
        'aria-label': `Requests that ${name} has left`,
        'aria-valuemin': 0,
        'aria-valuemax': burst,
        'aria-valuenow': remaining,
      },
      el('span', { class: 'gauge-name', title: visible(client) }, name),
      el('span', { class: 'gauge-number' }, `${remaining} of ${burst}`),
      el('span', { class: 'gauge-track' }, bar),
    )
  }

  /** @param {RateFacts} rate */
  function draw({ profile, burst = 0, perSecond, clients = [] }) {
    if (document.activeElement !== choice) choice.value = profile
    const numbers =
      perSecond === undefined ? 'Every client may send what it likes.' : `${burst} at once, ${perSecond} a second each`
    write(words, numbers)
    const least = [...clients].sort((one, other) => one.remaining - other.remaining).slice(0, clientsShown)
    const none = el('p', { class: 'quiet' }, 'Nobody has called since; everyone has all of it.')
    fill(gauges, ...least.map(({ client, remaining }) => gauge(client, remaining, burst)))
    if (perSecond !== undefined && least.length === 0) fill(gauges, none)
  }

  const look = repeat(2_000, async () => draw(await call('GET', 'rate-limit')))

  return {
    element: el(
      'section',
      { class: 'panel', 'aria-label': 'Rate limit' },
      el('div', { class: 'panel-head' }, el('h2', {}, 'Rate limit'), choice),
      words,
      gauges,
      el('p', { class: 'quiet foot' }, 'Assumed: NinjaOne publishes no numbers.'),
    ),
    start: look.start,
    now: look.now,
  }
}

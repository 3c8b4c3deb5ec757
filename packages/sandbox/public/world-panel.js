/** What the tenant holds, and which seed made it. */
import { call } from './api.js'
import { el, fill, write } from './dom.js'
import { copyButton, repeat } from './feedback.js'
import { count } from './format.js'

const counts = /** @type {const} */ (['devices', 'offline', 'organizations', 'alerts', 'scripts', 'activities'])

export function createWorldPanel() {
  const numbers = counts.map((name) => {
    const number = el('dd', {}, '–')
    return { name, number, element: el('div', { class: 'number' }, number, el('dt', {}, name)) }
  })
  const origin = el('p', { class: 'quiet' })
  let hash = ''
  const hashText = el('code', { class: 'hash' })
  const hashLine = el(
    'p',
    { class: 'hash-line', hidden: true },
    hashText,
    copyButton('Copy hash', () => hash, 'button small'),
  )

  const look = repeat(10_000, async () => {
    /** @type {WorldFacts} */
    const world = await call('GET', 'world')
    for (const { name, number } of numbers) write(number, count(world[name]))
    write(origin, `seed ${world.seed} · ${world.profile}`)
    if (hash === world.worldHash) return
    hash = world.worldHash
    hashLine.hidden = false
    fill(hashText, hash)
    hashText.title = hash
  })

  return {
    element: el(
      'section',
      { class: 'panel', 'aria-label': 'World' },
      el('div', { class: 'panel-head' }, el('h2', {}, 'World'), origin),
      el('dl', { class: 'numbers' }, ...numbers.map(({ element }) => element)),
      hashLine,
    ),
    start: look.start,
    now: look.now,
  }
}

/** What the tenant holds, and which seed made it. */
import { call } from './api.js'
import { el, write } from './dom.js'
import { attempt, copyButton, repeat } from './feedback.js'
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
  const copy = copyButton('Copy hash', () => hash, 'button small')
  const work = el('button', { type: 'button', class: 'button small' }, 'Work out the hash')
  work.title = 'Reads the whole seed; the sandbox answers nobody meanwhile'
  work.addEventListener('click', async () => {
    work.disabled = true
    const world = await attempt(() => call('GET', 'world'))
    work.disabled = false
    if (world) draw(world)
  })

  /** @param {WorldFacts} world */
  function draw(world) {
    for (const { name, number } of numbers) write(number, count(world[name]))
    write(origin, `seed ${world.seed} · ${world.profile}`)
    hash = world.worldHash ?? ''
    write(hashText, hash)
    hashText.title = hash
    copy.hidden = hash === ''
    work.hidden = hash !== ''
  }

  const look = repeat(10_000, async () => draw(await call('GET', 'world?hash=known')))

  return {
    element: el(
      'section',
      { class: 'panel', 'aria-label': 'World' },
      el('div', { class: 'panel-head' }, el('h2', {}, 'World'), origin),
      el('dl', { class: 'numbers' }, ...numbers.map(({ element }) => element)),
      el('p', { class: 'hash-line' }, hashText, copy, work),
    ),
    start: look.start,
    now: look.now,
  }
}

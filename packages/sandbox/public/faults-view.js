/** The rules that make trouble, and bad days by name. */
import { call, part } from './api.js'
import { el, fill, icon } from './dom.js'
import { faultsChanged, openFaultForm } from './fault-form.js'
import { attempt, emptyState, repeat } from './feedback.js'
import { dateTime, duration, plural, visible } from './format.js'
import { badge } from './marks.js'
import { describeEffect, learnRules } from './names.js'

/** @param {(count: number) => void} counted hears how many rules there are */
export function createFaultsView(counted) {
  const list = el('div', { class: 'card rows' })
  const presets = el('div', { class: 'presets' })
  const clear = el('button', { type: 'button', class: 'button' }, 'Remove all')
  const make = el(
    'button',
    { type: 'button', class: 'button main', click: () => openFaultForm() },
    icon('faults'),
    'New fault',
  )
  let drawn = ''

  const changed = () => faultsChanged.dispatchEvent(new Event('change'))

  /** @param {FaultRule} rule */
  function describeMatch({ match }) {
    const { method, path, ...rest } = match
    const more = Object.entries(rest).map(([name, value]) => `${name} ${value}`)
    return [method ?? 'any method', path ?? 'any path', ...more].join(' ')
  }

  /** @param {FaultRule} rule */
  function describeLimits({ probability, count, after, until }) {
    return [
      probability < 1 && `${Number((probability * 100).toFixed(2))} % of them`,
      count !== undefined && plural(count, 'time'),
      after > 0 && `after ${plural(after, 'request')}`,
      typeof until === 'number' && `for ${duration(until)}`,
      typeof until === 'string' && `until ${dateTime(until)}`,
    ]
      .filter(Boolean)
      .join(', ')
  }

  /** @param {FaultRule} rule */
  function ruleRow(rule) {
    const { id, effect, seen, struck, count } = rule
    const isSpent = count !== undefined && struck >= count
    const remove = el('button', { type: 'button', class: 'button small', 'aria-label': `Remove ${id}` }, 'Remove')
    remove.addEventListener('click', async () => {
      await attempt(() => call('DELETE', `faults/${part(id)}`), `${id} is removed`)
      changed()
    })
    return el(
      'div',
      { class: 'row' },
      el(
        'div',
        { class: 'row-main' },
        el(
          'p',
          { class: 'row-title' },
          visible(describeEffect(effect)),
          ' ',
          isSpent ? badge('spent', 'neutral', 'check') : '',
        ),
        el('p', { class: 'code' }, visible(describeMatch(rule))),
        el('p', { class: 'quiet' }, [id, describeLimits(rule)].filter(Boolean).join(' · ')),
      ),
      el('p', { class: 'row-number' }, `struck ${struck} of ${seen} seen`),
      remove,
    )
  }

  /** @param {string} name @param {readonly unknown[]} rules */
  function presetButton(name, rules) {
    const button = el(
      'button',
      { type: 'button', class: 'preset' },
      el('span', { class: 'row-title' }, name),
      el('span', { class: 'quiet' }, plural(rules.length, 'rule')),
    )
    button.addEventListener('click', async () => {
      await attempt(() => call('POST', `fault-presets/${part(name)}`), `${name} has begun`)
      changed()
    })
    return button
  }

  clear.addEventListener('click', async () => {
    await attempt(() => call('DELETE', 'faults'), 'No fault is left')
    changed()
  })

  const look = repeat(2_000, async () => {
    const { faults } = await call('GET', 'faults')
    learnRules(faults)
    counted(faults.length)
    clear.hidden = faults.length === 0
    const now = JSON.stringify(faults)
    if (now === drawn) return
    drawn = now
    const none = emptyState(
      'Nothing goes wrong',
      'Make one of your own, choose a bad day below, or open a request and turn it into a fault.',
    )
    fill(list, ...(faults.length > 0 ? faults.map(ruleRow) : [none]))
  })
  faultsChanged.addEventListener('change', () => look.now())

  return {
    element: el(
      'div',
      {},
      el('header', { class: 'view-head' }, el('h1', {}, 'Faults'), el('div', { class: 'view-actions' }, clear, make)),
      list,
      el('h2', { class: 'section-title' }, 'Bad days by name'),
      presets,
    ),
    /** Runs always: the log needs the rules’ names, and the menu their number. */
    watch: look.start,
    async start() {
      if (presets.childElementCount > 0) return
      const answer = await attempt(() => call('GET', 'fault-presets'))
      if (answer) fill(presets, ...Object.entries(answer.presets).map(([name, rules]) => presetButton(name, rules)))
    },
    stop() {},
  }
}

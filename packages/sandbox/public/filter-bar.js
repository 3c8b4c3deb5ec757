/** What narrows the log: words, and a choice for each column. It stands in the address, so that a view can be linked. */
import { el, icon } from './dom.js'
import { visible } from './format.js'
import { clientName } from './names.js'
import { readUrl, writeUrl } from './url.js'

/** @typedef {import('./log-store.js').Filter} Filter */

const statusWords = {
  '2xx': '2xx success',
  '3xx': '3xx redirect',
  '4xx': '4xx refused',
  '5xx': '5xx server fault',
  none: 'No answer',
}

/**
 * @param {import('./log-store.js').LogStore} store
 * @param {() => void} changed
 */
export function createFilterBar(store, changed) {
  const search = el('input', {
    type: 'search',
    class: 'field',
    placeholder: 'Path, client, operation, fault …',
    'aria-label': 'Filter requests',
    autocomplete: 'off',
    spellcheck: 'false',
    value: readUrl('q'),
  })
  /** @param {string} name @param {string} all */
  const choice = (name, all) => {
    const element = el(
      'select',
      { class: 'field', 'aria-label': `Filter by ${name}` },
      el('option', { value: '' }, all),
    )
    return { name, all, element, wanted: readUrl(name) }
  }
  const method = choice('method', 'Any method')
  const status = choice('status', 'Any status')
  const client = choice('client', 'Any client')
  const operation = choice('operation', 'Any operation')
  const choices = [method, status, client, operation]

  /** @param {typeof method} one @param {readonly string[]} values @param {(value: string) => string} label */
  function fillChoice(one, values, label) {
    const { element, wanted, all } = one
    // A link may name a value that has not been seen yet.
    const offered = wanted && !values.includes(wanted) ? [...values, wanted] : values
    const drawn = offered.map((value) => `${value} ${label(value)}`).join('\n')
    if (element.dataset.drawn === drawn) return
    element.dataset.drawn = drawn
    element.replaceChildren(
      el('option', { value: '' }, all),
      ...offered.map((value) => el('option', { value }, visible(label(value)))),
    )
    element.value = wanted
  }

  function offer() {
    fillChoice(method, store.values('method'), (value) => value)
    fillChoice(
      status,
      Object.keys(statusWords),
      (value) => statusWords[/** @type {keyof typeof statusWords} */ (value)] ?? value,
    )
    fillChoice(client, store.values('client'), clientName)
    fillChoice(operation, store.values('operation'), (value) => value)
  }

  function apply() {
    writeUrl({ q: search.value.trim(), ...Object.fromEntries(choices.map(({ name, wanted }) => [name, wanted])) })
    changed()
  }
  search.addEventListener('input', apply)
  for (const one of choices) {
    one.element.addEventListener('change', () => {
      one.wanted = one.element.value
      apply()
    })
  }
  offer()

  return {
    element: el(
      'div',
      { class: 'filters', role: 'search' },
      el('div', { class: 'search' }, icon('search'), search),
      ...choices.map(({ element }) => element),
    ),
    offer,
    focus: () => search.focus(),
    clear: () => {
      search.value = ''
      for (const one of choices) {
        one.wanted = ''
        one.element.value = ''
      }
      apply()
      search.focus()
    },
    /** @returns {Filter} */
    filter: () => ({
      q: search.value.trim(),
      method: method.wanted,
      status: status.wanted,
      client: client.wanted,
      operation: operation.wanted,
    }),
  }
}

/** One request as a row of the log. */
import { el } from './dom.js'
import { clockTime, dateTime, latency, visible } from './format.js'
import { methodMark, statusMark } from './marks.js'
import { clientName, faultNames } from './names.js'

/** @param {LogEntry} entry @param {() => void} open */
export function createRow(entry, open) {
  const { at, method, path, query, status, latencyMs, client, operation, faults } = entry
  const address = visible(path) + (query ? `?${visible(query)}` : '')
  /** @param {string} name @param {...import('./dom.js').Child} content */
  const cell = (name, ...content) => el('td', { role: 'cell', class: name }, ...content)
  const row = el(
    'tr',
    { role: 'row' },
    cell('time', el('time', { datetime: at, title: dateTime(at) }, clockTime(at))),
    cell('method', methodMark(visible(method))),
    cell('path', el('button', { type: 'button', class: 'row-link', title: address }, address)),
    cell('status', statusMark(status)),
    cell('latency', latency(latencyMs)),
    cell('client', client ? el('span', { title: visible(client) }, visible(clientName(client))) : ''),
    cell('operation', visible(operation)),
    cell('fault', faults && el('span', { class: 'fault-mark', title: faults.join(', ') }, visible(faultNames(faults)))),
  )
  row.addEventListener('click', () => {
    // Who marks text wants to copy it.
    if (getSelection()?.isCollapsed !== false) open()
  })
  return row
}

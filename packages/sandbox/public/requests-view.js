/** The live log: newest at the top, standing still while somebody reads. */
import { call, part } from './api.js'
import { quote } from './curl.js'
import { el, fill, icon, write } from './dom.js'
import { announce, commandBlock, emptyState, repeat } from './feedback.js'
import { createFilterBar } from './filter-bar.js'
import { plural } from './format.js'
import { createRow } from './log-row.js'
import { LogStore } from './log-store.js'
import { machineApplication, rulesLearned } from './names.js'
import { createRequestDetail } from './request-detail.js'
import { readUrl, writeUrl } from './url.js'

const lookEveryMs = 1_000
const rowsAtOnce = 200
const announceEveryMs = 15_000

export function createRequestsView() {
  const store = new LogStore()
  let rowsMax = rowsAtOnce
  let isPaused = false
  let isPointed = false
  let isFirst = true
  let announcedMs = 0
  /** @type {number | undefined} */
  let selected
  /** @type {Map<number, HTMLTableRowElement>} */
  const rows = new Map()

  const filterBar = createFilterBar(store, () => {
    rowsMax = rowsAtOnce
    draw()
  })
  const pause = el('button', { type: 'button', class: 'button', 'aria-pressed': 'false' })
  const pill = el('button', { type: 'button', class: 'pill', hidden: true })
  const body = el('tbody', { role: 'rowgroup' })
  const titles = ['Time', 'Method', 'Path', 'Status', 'Latency', 'Client', 'Operation', 'Fault']
  const table = el(
    'table',
    { class: 'log', role: 'table', 'aria-label': 'Requests, newest first' },
    el(
      'thead',
      { role: 'rowgroup' },
      el(
        'tr',
        { role: 'row' },
        ...titles.map((title) => el('th', { role: 'columnheader', class: title.toLowerCase() }, title)),
      ),
    ),
    body,
  )
  const nothing = el('div')
  const more = el('button', { type: 'button', class: 'button more', hidden: true }, 'Show more')
  const tally = el('span', { class: 'tally' })
  const detail = createRequestDetail(() => select(undefined))
  const list = el('div', { class: 'log-list card' }, el('div', { class: 'pill-place' }, pill), table, nothing, more)
  const split = el('div', { class: 'split' }, list, detail.element)
  const element = el(
    'div',
    {},
    el('header', { class: 'view-head' }, el('h1', {}, 'Requests'), el('div', { class: 'filter-end' }, tally, pause)),
    filterBar.element,
    split,
  )

  /** New rows come in by themselves only where nobody would lose their place. */
  const isReading = () =>
    isPaused ||
    isPointed ||
    selected !== undefined ||
    body.contains(document.activeElement) ||
    list.getBoundingClientRect().top < -40

  function drawPause() {
    fill(pause, icon(isPaused ? 'play' : 'pause'), isPaused ? 'Go on' : 'Pause')
    pause.setAttribute('aria-pressed', String(isPaused))
  }

  function drawPill() {
    const held = store.heldCount(filterBar.filter())
    pill.hidden = held === 0
    if (held === 0) return
    fill(pill, icon('up'), `${held} new`)
    const nowMs = performance.now()
    if (nowMs - announcedMs > announceEveryMs) announce(`${plural(held, 'new request')} above`)
    if (nowMs - announcedMs > announceEveryMs) announcedMs = nowMs
  }

  function draw() {
    const entries = store.shown(filterBar.filter())
    const some = entries.slice(0, rowsMax)
    const alive = new Set(some.map(({ seq }) => seq))
    for (const seq of rows.keys()) if (!alive.has(seq)) rows.delete(seq)
    const focused = document.activeElement
    const wanted = some.map((entry) => {
      const known = rows.get(entry.seq)
      if (known) return known
      const row = createRow(entry, () => select(entry.seq))
      if (!isFirst) row.classList.add('arrive')
      rows.set(entry.seq, row)
      return row
    })
    // Moving a row that has the focus would take it away, so only what differs is touched.
    if (wanted.some((row, index) => body.children[index] !== row) || body.children.length !== wanted.length) {
      body.replaceChildren(...wanted)
      if (focused instanceof HTMLElement && body.contains(focused)) focused.focus({ preventScroll: true })
    }
    for (const [seq, row] of rows) row.toggleAttribute('data-selected', seq === selected)
    more.hidden = entries.length <= rowsMax
    table.hidden = entries.length === 0
    drawNothing(entries.length)
    write(
      tally,
      entries.length === store.size ? plural(store.size, 'request') : `${entries.length} of ${store.size} requests`,
    )
    drawPill()
    filterBar.offer()
  }

  /** @param {number} found */
  function drawNothing(found) {
    const kind = found > 0 ? 'none' : store.size > 0 ? 'filtered' : 'empty'
    const client = machineApplication()?.clientId ?? ''
    const drawn = `${kind} ${client}`
    if (nothing.dataset.kind === drawn) return
    nothing.dataset.kind = drawn
    if (kind === 'none') return fill(nothing)
    if (kind === 'filtered') {
      const clear = el(
        'button',
        { type: 'button', class: 'button', click: () => filterBar.clear() },
        'Clear the filter',
      )
      return fill(nothing, emptyState('No request fits this filter', 'Newer ones appear here as they come.', clear))
    }
    const tokenCommand = [
      `curl -s ${quote(`${location.origin}/ws/oauth/token`)}`,
      '-d grant_type=client_credentials',
      `-d client_id=${quote(client)}`,
      '-d client_secret="$CLIENT_SECRET"',
    ].join(' \\\n  ')
    const text = 'Ask for a token. Without its secret it is refused, and shows here all the same.'
    return fill(
      nothing,
      emptyState(
        'No request yet',
        text,
        commandBlock(tokenCommand),
        el('p', { class: 'quiet' }, 'CLIENT_SECRET is what the sandbox printed under Machine app at its start.'),
      ),
    )
  }

  function reveal() {
    store.reveal()
    draw()
  }

  /** @param {number | undefined} seq */
  async function select(seq) {
    const before = selected
    selected = seq
    writeUrl({ request: seq === undefined ? '' : String(seq) })
    split.toggleAttribute('data-open', seq !== undefined)
    for (const [one, row] of rows) row.toggleAttribute('data-selected', one === seq)
    if (seq === undefined) {
      detail.hide()
      const row = before === undefined ? undefined : rows.get(before)
      row?.querySelector('button')?.focus()
      return
    }
    await detail.show(seq)
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const all = [...body.querySelectorAll('button')]
    const next = all[all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
    if (selected !== undefined) next.click()
  }

  body.addEventListener('keydown', move)
  body.addEventListener('pointerenter', () => {
    isPointed = true
  })
  body.addEventListener('pointerleave', () => {
    isPointed = false
  })
  pause.addEventListener('click', () => {
    isPaused = !isPaused
    drawPause()
    if (!isPaused) reveal()
    announce(isPaused ? 'The log is paused' : 'The log goes on')
  })
  pill.addEventListener('click', () => {
    reveal()
    scrollTo({ top: 0 })
    body.querySelector('button')?.focus({ preventScroll: true })
  })
  more.addEventListener('click', () => {
    rowsMax += rowsAtOnce
    draw()
  })
  rulesLearned.addEventListener('change', () => {
    for (const entry of store.shown(filterBar.filter())) if (entry.faults) rows.delete(entry.seq)
    draw()
  })
  drawPause()

  const look = repeat(lookEveryMs, async () => {
    const { entries } = await call('GET', `requests?after=${part(store.newest)}&limit=1000`)
    const fresh = store.add(entries)
    if (isFirst || !isReading()) reveal()
    else if (fresh > 0) drawPill()
    isFirst = false
  })

  const opened = Number(readUrl('request'))
  if (opened > 0) select(opened)

  return {
    element,
    start: look.start,
    stop: look.stop,
    open: select,
    focusFilter: () => filterBar.focus(),
    togglePause: () => pause.click(),
    /** The sandbox has begun anew. */
    clear: () => {
      store.clear()
      rows.clear()
      if (selected !== undefined) select(undefined)
      draw()
      look.now()
    },
  }
}

/** The frame: menu, badge, theme, and which view is seen. */
import { onHeard } from './api.js'
import { el, fill, icon, kunaiMark } from './dom.js'
import { announce, openDialog } from './feedback.js'
import { readUrl, writeUrl } from './url.js'

/**
 * @typedef {{element: HTMLElement, start: () => unknown, stop: () => void}} View
 * @typedef {{name: string, title: string, drawing: Parameters<typeof icon>[0], view: View}} Place
 */

/** @param {{places: readonly Place[], strip: HTMLElement, reset: () => void}} parts */
export function createShell({ places, strip, reset }) {
  /** @type {Map<string, {link: HTMLAnchorElement, mark: HTMLElement}>} */
  const links = new Map()
  const items = places.map(({ name, title, drawing }) => {
    const mark = el('span', { class: 'nav-count' })
    const link = el(
      'a',
      { href: `?view=${name}`, class: `nav-link ${name}` },
      icon(drawing),
      el('span', {}, title),
      mark,
    )
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      go(name)
    })
    links.set(name, { link, mark })
    return el('li', { class: name }, link)
  })
  const here = el('span', {})
  const menu = el(
    'button',
    { type: 'button', class: 'menu-button', 'aria-expanded': 'false', 'aria-controls': 'menu' },
    here,
    icon('chevron'),
  )
  const nav = el('nav', { id: 'menu', 'aria-label': 'Inspector' }, el('ul', {}, ...items))
  menu.addEventListener('click', () => {
    menu.setAttribute('aria-expanded', String(menu.getAttribute('aria-expanded') === 'false'))
  })
  const live = el('span', { class: 'live' })
  const help = el(
    'button',
    { type: 'button', class: 'bare', 'aria-label': 'Keys', title: 'Keys', click: showKeys },
    icon('help'),
  )
  const sidebar = el(
    'header',
    { class: 'sidebar' },
    el(
      'div',
      { class: 'brand-row' },
      el('p', { class: 'brand' }, kunaiMark(), 'Kunai'),
      el('p', { class: 'sandbox-badge' }, icon('flask'), 'SANDBOX'),
    ),
    menu,
    nav,
    el(
      'div',
      { class: 'sidebar-foot' },
      el('button', { type: 'button', class: 'button small wide', click: reset }, icon('turn'), 'Reset the sandbox'),
      el('div', { class: 'foot-row' }, live, themeSwitch(), help),
    ),
  )
  const place = el('div', { class: 'view', id: 'view' })
  const lost = el('p', { class: 'lost', role: 'alert' })
  const element = el('div', { class: 'shell' }, sidebar, el('main', {}, lost, strip, place))
  /** @type {Place | undefined} */
  let current

  onHeard((answers) => {
    const words = answers ? 'Live' : 'Not connected'
    if (live.textContent === words) return
    live.className = `live ${answers ? 'on' : 'off'}`
    fill(live, words)
    fill(
      lost,
      answers
        ? ''
        : 'The sandbox does not answer. What you see is as it was; the page goes on by itself when it is back.',
    )
  })

  /** @param {string} wanted */
  function show(wanted) {
    const next = places.find(({ name }) => name === wanted) ?? places[0]
    if (!next || next === current) return
    current?.view.stop()
    current = next
    fill(place, next.view.element)
    document.body.dataset.view = next.name
    document.title = `${next.title} – Sandbox inspector`
    fill(here, icon(next.drawing), next.title)
    menu.setAttribute('aria-expanded', 'false')
    for (const [name, { link }] of links) {
      if (name === next.name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    next.view.start()
  }

  /** @param {string} name */
  function go(name) {
    writeUrl({ view: name === places[0]?.name ? '' : name, request: '' }, { step: true })
    show(name)
    announce(current?.title ?? '')
    scrollTo({ top: 0 })
  }

  addEventListener('popstate', () => show(readUrl('view')))
  show(readUrl('view'))

  return {
    element,
    go,
    /** @param {string} name @param {number} number */
    mark: (name, number) => {
      const mark = links.get(name)?.mark
      if (mark) fill(mark, number > 0 && number)
    },
  }
}

/** System, light, dark, and round again. */
function themeSwitch() {
  const themes = /** @type {const} */ ([
    ['system', 'screen'],
    ['light', 'sun'],
    ['dark', 'moon'],
  ])
  const system = matchMedia('(prefers-color-scheme: dark)')
  const button = el('button', { type: 'button', class: 'bare' })
  let choice = 'system'
  try {
    choice = localStorage.getItem('kunai.theme') ?? 'system'
  } catch {
    // Storage may be blocked; the choice then lasts as long as the page.
  }
  const draw = () => {
    const [name, drawing] = themes.find(([one]) => one === choice) ?? themes[0]
    const dark = name === 'dark' || (name === 'system' && system.matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    fill(button, icon(drawing))
    button.setAttribute('aria-label', `Theme: ${name}`)
    button.title = `Theme: ${name}`
  }
  button.addEventListener('click', () => {
    const at = themes.findIndex(([one]) => one === choice)
    choice = themes[(at + 1) % themes.length]?.[0] ?? 'system'
    try {
      localStorage.setItem('kunai.theme', choice)
    } catch {
      // As above.
    }
    draw()
    announce(`Theme: ${choice}`)
  })
  system.addEventListener('change', draw)
  draw()
  return button
}

const keysOff = 'kunai.sandbox.keys-off'

export function areKeysOn() {
  try {
    return localStorage.getItem(keysOff) === null
  } catch {
    return true
  }
}

export function showKeys() {
  const keys = [
    ['/', 'Filter the log'],
    ['p', 'Pause the log, or go on'],
    ['j  k  ↓  ↑', 'Next or previous request'],
    ['Enter', 'Open the request'],
    ['Esc', 'Close the request, or a window'],
    ['?', 'These keys'],
  ]
  const box = el('input', { type: 'checkbox', class: 'check', checked: areKeysOn() })
  box.addEventListener('change', () => {
    try {
      if (box.checked) localStorage.removeItem(keysOff)
      else localStorage.setItem(keysOff, '1')
    } catch {
      // Storage may be blocked; the keys stay as they are.
    }
  })
  openDialog(
    'Keys',
    el(
      'dl',
      { class: 'keys' },
      ...keys.map(([key = '', words]) =>
        el('div', { class: 'pair' }, el('dt', {}, el('kbd', {}, key)), el('dd', {}, words)),
      ),
    ),
    el('label', { class: 'check-line' }, box, 'Single keys do something'),
  )
}

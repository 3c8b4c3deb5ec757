/** How the page talks back: notes that pass, questions before what cannot be undone, and looks that repeat. */
import { ControlError } from './api.js'
import { el, fill, icon } from './dom.js'

/** Says it to screen readers, when they have finished what they are saying. @param {string} text */
export function announce(text) {
  const region = document.getElementById('polite')
  if (region) region.textContent = text
}

/** @type {HTMLElement | undefined} */
let notes

/** A note at the lower edge that goes by itself; what went wrong stays until it is closed. @param {string} text @param {'good' | 'bad'} [tone] */
export function note(text, tone = 'good') {
  notes ??= document.body.appendChild(el('div', { class: 'notes' }))
  const remove = () => item.remove()
  const item = el(
    'div',
    { class: `note ${tone}` },
    icon(tone === 'good' ? 'check' : 'octagon'),
    el('p', {}, text),
    el('button', { type: 'button', class: 'bare', 'aria-label': 'Close this note', click: remove }, icon('cross')),
  )
  if (notes.childElementCount > 2) notes.firstElementChild?.remove()
  notes.append(item)
  announce(text)
  if (tone === 'good') setTimeout(remove, 5_000)
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error))

/**
 * Does something on the sandbox; says so when it worked, and why when it did not.
 * @template Result
 * @param {() => Promise<Result>} action
 * @param {string} [done]
 * @returns {Promise<Result | undefined>}
 */
export async function attempt(action, done) {
  try {
    const result = await action()
    if (done) note(done)
    return result
  } catch (error) {
    // Who is asked for the token again needs no second message.
    if (!(error instanceof ControlError && error.status === 401)) note(messageOf(error), 'bad')
    return undefined
  }
}

/**
 * A window over the page; Escape closes it, and the focus goes back to where it was.
 * @param {string} title
 * @param {...import('./dom.js').Child} content
 */
export function openDialog(title, ...content) {
  const heading = el('h2', { id: 'dialog-title' }, title)
  const close = el('button', { type: 'button', class: 'bare', 'aria-label': 'Close' }, icon('cross'))
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'dialog-title' },
    el('header', { class: 'dialog-head' }, heading, close),
    ...content,
  )
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

/** Nothing is focused on the action beforehand. @param {{title: string, text: string, action: string}} question @returns {Promise<boolean>} */
export function confirm({ title, text, action }) {
  return new Promise((resolve) => {
    let answer = false
    const cancel = el('button', { type: 'button', class: 'button', autofocus: true }, 'Cancel')
    const go = el('button', { type: 'button', class: 'button danger' }, action)
    const dialog = openDialog(
      title,
      el('p', { class: 'dialog-text' }, text),
      el('footer', { class: 'dialog-foot' }, cancel, go),
    )
    cancel.addEventListener('click', () => dialog.close())
    go.addEventListener('click', () => {
      answer = true
      dialog.close()
    })
    dialog.addEventListener('close', () => resolve(answer))
    cancel.focus()
  })
}

/** Nobody is kept waiting longer for what has changed, however slow the looks are. */
const pauseMaxMs = 30_000
/** What could not be seen is wanted soon. */
const retryMs = 1_000

/**
 * Looks again and again while the page is seen; never twice at a time, and rarely where a look takes long: the sandbox
 * is there for its clients, not for whoever watches it.
 * @param {number} everyMs
 * @param {() => Promise<void>} look
 */
export function repeat(everyMs, look) {
  let running = false
  let again = false
  let isOn = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const run = async () => {
    clearTimeout(timer)
    if (running) {
      again = true
      return
    }
    running = true
    const begun = performance.now()
    let pauseMs = Math.min(everyMs, retryMs)
    try {
      do {
        again = false
        await look()
      } while (again && isOn)
      pauseMs = Math.max(everyMs, Math.min(pauseMaxMs, 20 * (performance.now() - begun)))
    } catch {
      // The sandbox is away, which the shell says; the next look will tell.
    } finally {
      running = false
    }
    if (isOn && !document.hidden) timer = setTimeout(run, pauseMs)
  }
  document.addEventListener('visibilitychange', () => {
    if (isOn && !document.hidden) run()
  })
  return {
    start: () => {
      isOn = true
      return run()
    },
    stop: () => {
      isOn = false
      clearTimeout(timer)
    },
    /** Looks now. */
    now: () => (isOn ? run() : Promise.resolve()),
  }
}

/** A button that copies, and says that it did. @param {string} words @param {() => string} text @param {string} [look] */
export function copyButton(words, text, look = 'button small') {
  const label = el('span', {}, words)
  const button = el('button', { type: 'button', class: look }, icon('copy'), label)
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text())
      fill(label, 'Copied')
      announce('Copied')
      setTimeout(() => fill(label, words), 2_000)
    } catch {
      // Some browsers keep the clipboard from pages of plain http on another machine.
      const area = el('textarea', { readonly: true, rows: 8, 'aria-label': words }, text())
      openDialog('Copy this', area)
      area.select()
    }
  })
  return button
}

/** A command that can be run as it stands. @param {string} command */
export const commandBlock = (command) =>
  el(
    'div',
    { class: 'command' },
    el('pre', { tabindex: 0 }, command),
    copyButton('Copy', () => command),
  )

/** What a list says while it has nothing. @param {string} title @param {string} text @param {...import('./dom.js').Child} more */
export const emptyState = (title, text, ...more) =>
  el('div', { class: 'empty' }, el('h2', {}, title), el('p', {}, text), ...more)

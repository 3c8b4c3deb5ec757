/** Asks for the control token. */
import { call, forgetToken, keepToken } from './api.js'
import { el, fill, kunaiMark } from './dom.js'
import { commandBlock, messageOf } from './feedback.js'

/** @param {string} reason why it is asked for again; empty at first @param {() => void} opened */
export function signInPage(reason, opened) {
  const problem = el('p', { class: 'problem', role: 'alert' }, reason)
  const field = el('input', {
    type: 'password',
    class: 'field',
    id: 'token',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    autofocus: true,
    'aria-describedby': 'token-hint',
  })
  const form = el(
    'form',
    { class: 'form' },
    el(
      'div',
      { class: 'form-field' },
      el('label', { for: 'token' }, 'Control token'),
      field,
      el(
        'span',
        { class: 'hint', id: 'token-hint' },
        'It stands where the sandbox was started, under Control token. It is kept in this tab only.',
      ),
    ),
    problem,
    el('button', { type: 'submit', class: 'button main wide' }, 'Open the inspector'),
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    keepToken(field.value)
    try {
      await call('GET', 'clock')
      opened()
    } catch (error) {
      forgetToken()
      fill(problem, messageOf(error))
      field.select()
      field.focus()
    }
  })
  return el(
    'main',
    { class: 'sign-in' },
    el(
      'div',
      { class: 'card sign-in-card' },
      el('p', { class: 'brand' }, kunaiMark(), 'Kunai', el('span', { class: 'sandbox-badge' }, 'SANDBOX')),
      el('h1', {}, 'Look behind the sandbox'),
      form,
      el(
        'p',
        { class: 'quiet' },
        'No sandbox of yours at this address? Start one, and open the line that it prints under Inspector:',
      ),
      commandBlock('npx kunai sandbox start'),
    ),
  )
}

/** The form that makes a fault rule; a row of the log fills it in beforehand. */
import { call } from './api.js'
import { el, fill } from './dom.js'
import { effectChoices, readEffect } from './fault-effects.js'
import { messageOf, note, openDialog } from './feedback.js'

/** Whoever lists the rules hears of a new one. */
export const faultsChanged = new EventTarget()

let count = 0

/**
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
function field(label, control, hint) {
  count++
  control.id = `field-${count}`
  if (hint) control.setAttribute('aria-describedby', `hint-${count}`)
  return el(
    'div',
    { class: 'form-field' },
    el('label', { for: control.id }, label),
    control,
    hint && el('span', { class: 'hint', id: `hint-${count}` }, hint),
  )
}

/** @param {string} value @param {import('./dom.js').Properties} [more] */
const input = (value, more = {}) =>
  el('input', { class: 'field', value, autocomplete: 'off', spellcheck: 'false', ...more })

/** The log has paths as clients wrote them; rules know one way to write each. @param {string} path */
export const rulePath = (path) => path.replace(/^\/(api|ws)\/v2\//, '/v2/')

/** @param {{method?: string, path?: string}} [given] */
export function openFaultForm({ method = '', path = '/v2/*' } = {}) {
  const methods = ['', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE']
  const methodField = el(
    'select',
    { class: 'field' },
    ...methods.map((one) => el('option', { value: one, selected: one === method }, one || 'Any')),
  )
  const pathField = input(rulePath(path))
  const groups = Object.entries(Object.groupBy(effectChoices, ({ group }) => group))
  const effectField = el(
    'select',
    { class: 'field' },
    ...groups.map(([label, some = []]) =>
      el('optgroup', { label }, ...some.map((one) => el('option', { value: one.kind }, one.label))),
    ),
  )
  const effectWords = el('p', { class: 'hint effect-words' })
  const effectParts = el('div', { class: 'form-row' })
  /** @type {Map<string, HTMLInputElement>} */
  const parts = new Map()
  const percent = input('100', { type: 'number', min: 0, max: 100, step: 'any', required: true })
  const times = input('1', { type: 'number', min: 1 })
  const after = input('0', { type: 'number', min: 0, required: true })
  const problem = el('p', { class: 'problem', role: 'alert' })

  const chosen = () => effectChoices.find(({ kind }) => kind === effectField.value)
  function drawEffect() {
    const choice = chosen()
    parts.clear()
    fill(effectWords, choice?.words)
    fill(
      effectParts,
      ...(choice?.fields ?? []).map(({ name, label, kind, value = '', hint, min, max }) => {
        const type = { whole: 'number', flag: 'checkbox' }[/** @type {string} */ (kind)] ?? 'text'
        const control = input(type === 'checkbox' ? 'true' : value, { type, min, max })
        if (type === 'checkbox') control.className = 'check'
        parts.set(name, control)
        return field(label, control, hint)
      }),
    )
  }
  effectField.addEventListener('change', drawEffect)
  drawEffect()

  const cancel = el('button', { type: 'button', class: 'button' }, 'Cancel')
  const form = el(
    'form',
    { class: 'form' },
    el(
      'div',
      { class: 'form-row narrow-first' },
      field('Method', methodField),
      field('Path', pathField, '* stands for any text'),
    ),
    field('What goes wrong', effectField),
    effectWords,
    effectParts,
    el(
      'div',
      { class: 'form-row' },
      field('Share of them, %', percent),
      field('How many times', times, 'empty: for ever'),
      field('Let pass first', after),
    ),
    problem,
    el(
      'footer',
      { class: 'dialog-foot' },
      cancel,
      el('button', { type: 'submit', class: 'button main' }, 'Make it fail'),
    ),
  )
  const dialog = openDialog('New fault', form)
  cancel.addEventListener('click', () => dialog.close())
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const choice = chosen()
    if (!choice) return
    const rule = {
      match: {
        ...(methodField.value && { method: methodField.value }),
        ...(pathField.value && { path: pathField.value }),
      },
      effect: readEffect(choice, (name) => {
        const control = parts.get(name)
        if (control?.type === 'checkbox') return control.checked ? 'true' : ''
        return control?.value ?? ''
      }),
      probability: Number(percent.value) / 100,
      after: Number(after.value),
      ...(times.value && { count: Number(times.value) }),
    }
    try {
      const made = await call('POST', 'faults', rule)
      dialog.close()
      note(`${made.id} waits for ${methodField.value || 'any method'} ${pathField.value || 'any path'}`)
      faultsChanged.dispatchEvent(new Event('change'))
    } catch (error) {
      fill(problem, messageOf(error))
    }
  })
  effectField.focus()
}

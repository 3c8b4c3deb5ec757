/** The tenant's time: what it is, how it goes, and moving it. */
import { call } from './api.js'
import { el, write } from './dom.js'
import { attempt, openDialog, repeat } from './feedback.js'
import { duration, weekdayAndDay } from './format.js'

/** How many seconds of the tenant pass in one of ours. */
const paces = { live: 1, fast: 60, frozen: 0, step: 0 }
const modeWords = {
  live: 'As on the wall',
  fast: '60 times as fast',
  frozen: 'Stands still, and cannot be moved',
  step: 'Stands still until it is moved',
}

/** @type {[string, number][]} */
const steps = [
  ['+1 min', 60_000],
  ['+1 h', 3_600_000],
  ['+1 day', 86_400_000],
]

/** @param {() => void} moved hears that time has been moved */
export function createClockPanel(moved) {
  const day = el('p', { class: 'clock-day' })
  const time = el('p', { class: 'clock-time' })
  const ahead = el('p', { class: 'quiet' })
  let mode = 'live'
  let knownMs = 0
  let heardMs = 0

  const modes = Object.entries(modeWords).map(([name, title]) => {
    const button = el('button', { type: 'button', title, 'aria-pressed': 'false' }, name)
    button.addEventListener('click', async () => {
      const clock = await attempt(() => call('PUT', 'clock', { mode: name }))
      if (clock) take(clock)
    })
    return { name, button }
  })
  const movers = steps.map(([label, milliseconds]) => {
    const button = el('button', { type: 'button', class: 'button small' }, label)
    button.addEventListener('click', () => advance({ milliseconds }, `Time moved by ${label.slice(1)}`))
    return button
  })
  const to = el('button', { type: 'button', class: 'button small', click: openTarget }, 'To …')
  movers.push(to)

  /** @param {object} by @param {string} done */
  async function advance(by, done) {
    const clock = await attempt(() => call('POST', 'clock/advance', by), done)
    if (!clock) return false
    take(clock)
    moved()
    return true
  }

  /** @param {ClockFacts} clock */
  function take(clock) {
    mode = clock.mode ?? 'live'
    knownMs = Date.parse(clock.now)
    heardMs = performance.now()
    for (const { name, button } of modes) button.setAttribute('aria-pressed', String(name === mode))
    for (const button of movers) button.disabled = mode === 'frozen'
    const words = clock.offsetMs > 999 ? `${duration(clock.offsetMs)} ahead of the wall` : 'As on the wall'
    const behind = clock.offsetMs < -999 ? `${duration(-clock.offsetMs)} behind the wall` : words
    write(ahead, mode === 'frozen' ? `${behind}; frozen time cannot be moved` : behind)
    draw()
  }

  const nowMs = () => knownMs + (performance.now() - heardMs) * (paces[/** @type {keyof typeof paces} */ (mode)] ?? 1)

  function draw() {
    if (knownMs === 0) return
    const now = nowMs()
    write(day, weekdayAndDay(now))
    write(time, new Date(now).toISOString().slice(11, 19))
  }
  setInterval(draw, 250)

  function openTarget() {
    const now = nowMs()
    const field = el('input', {
      type: 'datetime-local',
      class: 'field',
      id: 'moment',
      step: 1,
      required: true,
      min: new Date(now).toISOString().slice(0, 19),
      value: new Date(Math.ceil((now + 60_000) / 3_600_000) * 3_600_000).toISOString().slice(0, 19),
    })
    /** @param {string} label @param {number} hour @param {number} [weekday] */
    const shortcut = (label, hour, weekday) => {
      const date = new Date(now)
      date.setUTCHours(hour, 0, 0, 0)
      while (date.getTime() <= now || (weekday !== undefined && date.getUTCDay() !== weekday)) {
        date.setUTCDate(date.getUTCDate() + 1)
      }
      const set = () => {
        field.value = date.toISOString().slice(0, 19)
      }
      return el('button', { type: 'button', class: 'button small', click: set }, label)
    }
    const cancel = el('button', { type: 'button', class: 'button' }, 'Cancel')
    const form = el(
      'form',
      { class: 'form' },
      el('div', { class: 'form-field' }, el('label', { for: 'moment' }, 'Moment, in UTC'), field),
      el(
        'div',
        { class: 'chips' },
        shortcut('Next 02:00', 2),
        shortcut('Monday 09:00', 9, 1),
        shortcut('Saturday 22:00', 22, 6),
      ),
      el('p', { class: 'hint' }, 'Everything due by then happens, in order. Time goes forward only.'),
      el(
        'footer',
        { class: 'dialog-foot' },
        cancel,
        el('button', { type: 'submit', class: 'button main' }, 'Move time'),
      ),
    )
    const dialog = openDialog('Move time to', form)
    cancel.addEventListener('click', () => dialog.close())
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const until = new Date(`${field.value}Z`).toISOString()
      if (await advance({ until }, 'Time moved')) dialog.close()
    })
    field.focus()
  }

  const look = repeat(5_000, async () => take(await call('GET', 'clock')))

  return {
    element: el(
      'section',
      { class: 'panel', 'aria-label': 'Clock' },
      el('div', { class: 'panel-head' }, el('h2', {}, 'Clock'), ahead),
      el('div', { class: 'clock-face' }, time, el('div', {}, day, el('p', { class: 'quiet' }, 'UTC, of the tenant'))),
      el(
        'div',
        { class: 'clock-row' },
        el(
          'div',
          { class: 'segments', role: 'group', 'aria-label': 'How time goes' },
          ...modes.map(({ button }) => button),
        ),
        el('div', { class: 'chips' }, ...movers),
      ),
    ),
    start: look.start,
    now: look.now,
  }
}

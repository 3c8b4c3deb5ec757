/** Everything about one request, beside the log. */
import { call } from './api.js'
import { toCurl } from './curl.js'
import { el, fill, icon } from './dom.js'
import { openFaultForm } from './fault-form.js'
import { copyButton, messageOf, note } from './feedback.js'
import { count, dateTime, duration, latency, visible } from './format.js'
import { bodyView, pretty } from './json-view.js'
import { methodMark, statusMark } from './marks.js'
import { clientName, faultNames } from './names.js'

/** @param {() => void} close */
export function createRequestDetail(close) {
  const element = el('section', { class: 'detail card', 'aria-label': 'Request', tabindex: -1, hidden: true })
  let wanted = 0

  /** @param {string} title @param {Readonly<Record<string, string>> | undefined} headers */
  function headerList(title, headers = {}) {
    const rows = Object.entries(headers).map(([name, value]) =>
      el('div', { class: 'pair' }, el('dt', {}, visible(name)), el('dd', {}, visible(value))),
    )
    if (rows.length === 0) return undefined
    return el('details', { class: 'part', open: rows.length < 8 }, el('summary', {}, title), el('dl', {}, ...rows))
  }

  /** @param {string} title @param {ShownBody | undefined} body @param {string} none */
  function bodyPart(title, body, none) {
    const size = body && `${count(body.bytes)} bytes${body.truncated ? '; its beginning is kept' : ''}`
    return el(
      'div',
      { class: 'part' },
      el(
        'div',
        { class: 'part-head' },
        el('h3', {}, title),
        size && el('span', { class: 'quiet' }, size),
        body && copyButton('Copy', () => pretty(body.text), 'button small'),
      ),
      body ? bodyView(body.text, title) : el('p', { class: 'quiet' }, none),
    )
  }

  /** @param {string} name @param {import('./dom.js').Child} value */
  const fact = (name, value) => value && el('div', { class: 'pair' }, el('dt', {}, name), el('dd', {}, value))

  /** @param {RequestDetail} request */
  function curlButton(request) {
    const button = copyButton('Copy as curl', () => toCurl(request, location.origin), 'button')
    button.addEventListener('click', () => {
      if (request.request?.body?.truncated)
        note('The log keeps only the beginning of this body, so the command sends no more.', 'bad')
    })
    return button
  }

  const closeButton = () =>
    el('button', { type: 'button', class: 'bare', 'aria-label': 'Close the request', click: close }, icon('cross'))

  /** @param {RequestDetail} detail */
  const messages = ({ request, response, status }) =>
    el(
      'div',
      {},
      bodyPart('Request body', request?.body, 'It had none.'),
      headerList('Request headers', request?.headers),
      bodyPart('Response body', response?.body, status === 0 ? 'Nothing was answered.' : 'It has none.'),
      headerList('Response headers', response?.headers),
    )

  /** @param {RequestDetail} request */
  function draw(request) {
    const {
      method,
      path,
      query,
      status,
      at,
      latencyMs,
      client,
      operation,
      faults,
      requestId,
      scope,
      retryAfterSeconds,
    } = request
    const makeFault = el('button', { type: 'button', class: 'button' }, icon('faults'), 'Turn into fault')
    makeFault.addEventListener('click', () => openFaultForm({ method, path }))
    fill(
      element,
      el(
        'header',
        { class: 'detail-head' },
        el('div', { class: 'detail-line' }, methodMark(visible(method)), statusMark(status), closeButton()),
        el('h2', {}, visible(path), query && el('span', { class: 'query' }, `?${visible(query)}`)),
        el('div', { class: 'detail-actions' }, request.request && curlButton(request), makeFault),
      ),
      el(
        'dl',
        { class: 'facts' },
        fact('Time', `${dateTime(at)} UTC`),
        fact('Latency', latency(latencyMs)),
        fact('Operation', visible(operation) || 'none of NinjaOne’s'),
        fact(
          'Client',
          client && `${visible(clientName(client))}${clientName(client) === client ? '' : ` (${visible(client)})`}`,
        ),
        fact('Scope', scope && `${scope.used}, of ${scope.granted.join(', ')}`),
        fact('Told to wait', retryAfterSeconds !== undefined && duration(retryAfterSeconds * 1_000)),
        fact('Fault', faults && visible(`${faultNames(faults)} (${faults.join(', ')})`)),
        fact('Request id', visible(requestId)),
      ),
      request.request
        ? messages(request)
        : el('p', { class: 'quiet part' }, 'Headers and bodies made room for newer ones.'),
    )
  }

  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })

  return {
    element,
    /** @param {number} seq */
    async show(seq) {
      wanted = seq
      element.hidden = false
      try {
        const request = await call('GET', `requests/${seq}`)
        if (wanted === seq) draw(request)
      } catch (error) {
        if (wanted !== seq) return
        const head = el('div', { class: 'detail-line' }, el('h2', {}, 'Not there any more'), closeButton())
        fill(element, el('header', { class: 'detail-head' }, head, el('p', { class: 'quiet' }, messageOf(error))))
      }
      element.scrollTop = 0
    },
    hide() {
      wanted = 0
      element.hidden = true
      fill(element)
    },
  }
}

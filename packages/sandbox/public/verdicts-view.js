/** How clients behaved: whether they waited, what they may and need not, which calls could have been fewer. */
import { call } from './api.js'
import { el, fill } from './dom.js'
import { emptyState, repeat } from './feedback.js'
import { plural, visible } from './format.js'
import { badge } from './marks.js'

const endpointsShown = 8

/** @param {(seq: number) => void} openRequest */
export function createVerdictsView(openRequest) {
  const words = el('p', { class: 'quiet' })
  const list = el('div', { class: 'verdict-cards' })
  let drawn = ''

  /** @param {number} seq */
  const requestLink = (seq) =>
    el(
      'button',
      { type: 'button', class: 'text-link', 'aria-label': `Open request ${seq}`, click: () => openRequest(seq) },
      `#${seq}`,
    )

  /** @param {ClientVerdict['retryAfter']} retryAfter */
  function waiting({ verdict, waited, didNotWait, cases }) {
    const mark = {
      waited: () => badge('Waited', 'good', 'check'),
      'did not wait': () => badge('Did not wait', 'bad', 'octagon'),
      'was not told to': () => badge('Was not told to', 'neutral'),
      'nothing came since': () => badge('Nothing came since', 'neutral'),
    }[verdict]()
    const rows = cases.map(({ seq, retryAfterSeconds, nextSeq, waitedSeconds, verdict: one }) =>
      el(
        'li',
        {},
        requestLink(seq),
        ` told to wait ${retryAfterSeconds} s: `,
        nextSeq === undefined ? one : `came after ${waitedSeconds} s with `,
        nextSeq !== undefined && requestLink(nextSeq),
        nextSeq !== undefined && (one === 'waited' ? ', in time' : ', too early'),
      ),
    )
    return el(
      'div',
      { class: 'verdict' },
      el('h3', {}, 'Retry-After'),
      el('p', {}, mark, cases.length > 0 && ` ${waited} waited for, ${didNotWait} not`),
      rows.length > 0 && el('ul', { class: 'verdict-list' }, ...rows),
    )
  }

  /** @param {ClientVerdict['scopes']} scopes */
  function scopesPart({ granted, used, unused }) {
    if (granted.length === 0) return undefined
    const marks = granted.map((scope) =>
      el(
        'li',
        {},
        unused.includes(scope)
          ? badge(`${scope}: not needed`, 'warn', 'triangle')
          : badge(used.includes(scope) ? `${scope}: used` : scope, 'good', 'check'),
      ),
    )
    return el('div', { class: 'verdict' }, el('h3', {}, 'Scopes granted'), el('ul', { class: 'chips' }, ...marks))
  }

  /** @param {ClientVerdict['couldBeFewer']} savings */
  function savingsPart(savings) {
    if (savings.length === 0) return undefined
    const rows = savings.map(({ kind, calls, count, enough, instead, seqs }) =>
      el(
        'li',
        {},
        el('span', { class: 'code' }, visible(calls)),
        kind === 'repeated'
          ? `: ${count} times with the same answer; ${enough} would do`
          : `: ${count} one by one; ${plural(enough, 'call')} of ${instead} would do`,
        ' ',
        ...seqs.slice(-2).flatMap((seq) => [requestLink(seq), ' ']),
      ),
    )
    return el(
      'div',
      { class: 'verdict' },
      el('h3', {}, 'Calls that could have been fewer'),
      el('ul', { class: 'verdict-list' }, ...rows),
    )
  }

  /** @param {ClientVerdict['endpoints']} endpoints */
  function endpointsPart(endpoints) {
    const most = endpoints[0]?.calls ?? 1
    const rows = endpoints.slice(0, endpointsShown).map(({ endpoint, calls, failed }) => {
      const bar = el('span', { class: 'bar' })
      bar.style.setProperty('inline-size', `${Math.max(2, (100 * calls) / most)}%`)
      return el(
        'li',
        { class: 'endpoint' },
        el('span', { class: 'code' }, visible(endpoint)),
        el('span', { class: 'quiet' }, plural(calls, 'call'), failed > 0 && `, ${failed} failed`),
        bar,
      )
    })
    const rest = endpoints.length - rows.length
    return el(
      'div',
      { class: 'verdict' },
      el('h3', {}, 'Calls'),
      el('ul', { class: 'endpoints' }, ...rows),
      rest > 0 && el('p', { class: 'quiet' }, `and ${rest} more`),
    )
  }

  /** @param {ClientVerdict} verdict */
  const card = ({ client, name, requests, retryAfter, scopes, couldBeFewer, endpoints }) =>
    el(
      'section',
      { class: 'card verdict-card' },
      el(
        'header',
        { class: 'verdict-head' },
        el('h2', {}, visible(name ?? client ?? 'Without a token')),
        el('p', { class: 'quiet' }, name ? visible(client) : '', name ? ' · ' : '', plural(requests, 'request')),
      ),
      el(
        'div',
        { class: 'verdict-grid' },
        el('div', {}, waiting(retryAfter), scopesPart(scopes), savingsPart(couldBeFewer)),
        endpointsPart(endpoints),
      ),
    )

  const look = repeat(3_000, async () => {
    const verdicts = await call('GET', 'verdicts')
    const now = JSON.stringify(verdicts)
    if (now === drawn) return
    drawn = now
    fill(words, verdicts.requests === 0 ? '' : `From the last ${plural(verdicts.requests, 'request')}.`)
    const none = el(
      'div',
      { class: 'card' },
      emptyState(
        'Nobody has called yet',
        'After a run, this says whether each client waited when told to, and what it may that it never needed.',
      ),
    )
    fill(list, ...(verdicts.clients.length > 0 ? verdicts.clients.map(card) : [none]))
  })

  return {
    element: el('div', {}, el('header', { class: 'view-head' }, el('div', {}, el('h1', {}, 'Verdicts'), words)), list),
    start: look.start,
    stop: look.stop,
  }
}

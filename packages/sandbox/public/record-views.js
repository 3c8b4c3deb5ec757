/** What the sandbox keeps record of besides requests: commands, deliveries and applications. */
import { call } from './api.js'
import { quote } from './curl.js'
import { el, fill } from './dom.js'
import { commandBlock, copyButton, emptyState, repeat } from './feedback.js'
import { dateTime, visible } from './format.js'
import { bodyView } from './json-view.js'
import { badge, methodMark } from './marks.js'
import { clientName, learnApplications } from './names.js'

/**
 * A list that is asked for again and again, newest first, and drawn when it differs. Rows that are open stay open.
 * @template Item
 * @param {{title: string, words: string, everyMs?: number, read: () => Promise<readonly Item[]>, key: (item: Item) => string, row: (item: Item) => HTMLElement, none: () => HTMLElement}} parts
 */
function createListView({ title, words, everyMs = 2_000, read, key, row, none }) {
  const list = el('div', { class: 'card rows' })
  /** @type {Map<string, {text: string, element: HTMLElement}>} */
  let drawn = new Map()
  let isEmpty = false
  const look = repeat(everyMs, async () => {
    const items = await read()
    const next = new Map()
    for (const item of items) {
      const text = JSON.stringify(item)
      const known = drawn.get(key(item))
      next.set(key(item), known?.text === text ? known : { text, element: row(item) })
    }
    const isSame =
      next.size === drawn.size && [...next].every(([name, { element }]) => drawn.get(name)?.element === element)
    if (isSame && (next.size > 0 || isEmpty)) return
    drawn = next
    isEmpty = next.size === 0
    fill(list, ...(isEmpty ? [none()] : [...next.values()].map(({ element }) => element)))
  })
  return {
    element: el(
      'div',
      {},
      el('header', { class: 'view-head' }, el('div', {}, el('h1', {}, title), el('p', { class: 'quiet' }, words))),
      list,
    ),
    start: look.start,
    stop: look.stop,
  }
}

/** @param {string} words @param {unknown} body */
const folded = (words, body) =>
  body === undefined
    ? undefined
    : el('details', { class: 'fold' }, el('summary', {}, words), bodyView(JSON.stringify(body), words))

export function createCommandsView() {
  return createListView({
    title: 'Commands',
    words: 'What was really carried out, whatever the answer said.',
    read: async () => (await call('GET', 'ledger')).entries.toReversed(),
    key: ({ seq }) => String(seq),
    row: ({ seq, at, operation, device, request, client, identity }) =>
      el(
        'div',
        { class: 'row' },
        el(
          'div',
          { class: 'row-main' },
          el('p', { class: 'row-title' }, visible(operation), device !== undefined && ` on device ${device}`),
          el('p', { class: 'code' }, methodMark(request.method), ' ', visible(request.path)),
          el('p', { class: 'quiet' }, `${dateTime(at)} UTC · ${visible(clientName(client))} · as ${visible(identity)}`),
          folded('Body', request.body),
        ),
        el('p', { class: 'row-number' }, `#${seq}`),
      ),
    none: () =>
      emptyState(
        'No command has been carried out',
        'Reads leave no trace here. This one restarts a service of the print server:',
        commandBlock(
          [
            `curl -s -X POST ${quote(`${location.origin}/v2/device/1001/windows-service/Spooler/control`)}`,
            '-H "Authorization: Bearer $ACCESS_TOKEN"',
            "-H 'Content-Type: application/json'",
            `-d '{"action":"RESTART"}'`,
          ].join(' \\\n  '),
        ),
      ),
  })
}

/** @type {Record<string, ['good' | 'warn' | 'bad' | 'info' | 'neutral', 'check' | 'cross' | 'turn' | 'triangle']>} */
const deliveryLooks = {
  delivered: ['good', 'check'],
  failed: ['bad', 'cross'],
  blocked: ['warn', 'triangle'],
}

export function createWebhooksView() {
  return createListView({
    title: 'Webhooks',
    words: 'Activities that a webhook wanted, and what became of each delivery.',
    read: async () => (await call('GET', 'webhook-deliveries')).entries.toReversed(),
    key: ({ id }) => String(id),
    row: ({ at, activityId, url, state, attempts, nextAttemptAt, status, error, body }) => {
      const [tone, drawing] = deliveryLooks[state] ?? ['info', 'turn']
      const last = status !== undefined ? `answered ${status}` : error && `failed with ${error}`
      const tries = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`
      return el(
        'div',
        { class: 'row' },
        el(
          'div',
          { class: 'row-main' },
          el('p', { class: 'row-title' }, `Activity ${activityId} `, badge(state, tone, drawing)),
          el('p', { class: 'code' }, visible(url)),
          el(
            'p',
            { class: 'quiet' },
            [`${dateTime(at)} UTC`, tries, last && visible(last), nextAttemptAt && `next ${dateTime(nextAttemptAt)}`]
              .filter(Boolean)
              .join(' · '),
          ),
          folded('Body', body),
        ),
      )
    },
    none: () =>
      emptyState(
        'Nothing was to be delivered',
        'Set a webhook; the sandbox then sends what happens to this machine:',
        commandBlock(
          [
            `curl -s -X PUT ${quote(`${location.origin}/v2/webhook`)}`,
            '-H "Authorization: Bearer $ACCESS_TOKEN"',
            "-H 'Content-Type: application/json'",
            `-d '{"url":"http://127.0.0.1:9000/hook","activities":{}}'`,
          ].join(' \\\n  '),
        ),
      ),
  })
}

export function createApplicationsView() {
  return createListView({
    title: 'Applications',
    words: 'Who may ask for tokens. Secrets were shown once, where the sandbox was started.',
    everyMs: 5_000,
    read: learnApplications,
    key: ({ clientId }) => clientId,
    row: ({ clientId, name, platform, scopes, redirectUris }) =>
      el(
        'div',
        { class: 'row' },
        el(
          'div',
          { class: 'row-main' },
          el('p', { class: 'row-title' }, `${visible(name)} `, badge(platform, 'neutral')),
          el('p', { class: 'code' }, visible(clientId)),
          el('p', { class: 'quiet' }, [...scopes, ...redirectUris].map(visible).join(' · ')),
        ),
        copyButton('Copy client id', () => clientId, 'button small'),
      ),
    none: () => emptyState('No application is registered', 'Make one with POST /_sandbox/apps.'),
  })
}

/** What the page knows of the log, newest first, and which rows it holds back while somebody reads. */
import { statusLook } from './format.js'
import { clientName, faultNames } from './names.js'

const kept = 1_000

/** @typedef {{q: string, method: string, status: string, client: string, operation: string}} Filter */

export class LogStore {
  /** @type {LogEntry[]} */
  #shown = []
  /** @type {LogEntry[]} */
  #held = []

  /** The newest that was heard of. */
  get newest() {
    return this.#held[0]?.seq ?? this.#shown[0]?.seq ?? 0
  }

  /** Those that wait to be shown. @param {Filter} filter */
  heldCount(filter) {
    return this.#held.filter((entry) => meets(entry, filter)).length
  }

  /** @param {readonly LogEntry[]} entries oldest first */
  add(entries) {
    const fresh = entries.filter(({ seq }) => seq > this.newest).toReversed()
    this.#held = [...fresh, ...this.#held].slice(0, kept)
    return fresh.length
  }

  reveal() {
    this.#shown = [...this.#held, ...this.#shown].slice(0, kept)
    this.#held = []
  }

  clear() {
    this.#shown = []
    this.#held = []
  }

  /** @param {Filter} filter */
  shown(filter) {
    return this.#shown.filter((entry) => meets(entry, filter))
  }

  get size() {
    return this.#shown.length
  }

  /** The different values of a column, sorted. @param {'method' | 'client' | 'operation'} column */
  values(column) {
    const values = new Set([...this.#shown, ...this.#held].map((entry) => entry[column] ?? ''))
    return [...values].filter(Boolean).sort()
  }
}

/** @param {LogEntry} entry @param {Filter} filter */
export function meets(entry, { q, method, status, client, operation }) {
  if (method && entry.method !== method) return false
  if (status && statusLook(entry.status).group !== status) return false
  if (client && entry.client !== client) return false
  if (operation && entry.operation !== operation) return false
  const text = [
    entry.method,
    entry.path,
    entry.query,
    entry.status,
    entry.client,
    entry.operation,
    ...(entry.faults ?? []),
  ]
  const names = [clientName(entry.client), faultNames(entry.faults ?? [])]
  const whole = [...text, ...names].join(' ').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word))
}

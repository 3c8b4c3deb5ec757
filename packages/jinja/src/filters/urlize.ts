/** `urlize`: addresses in text become links. Read by hand: a pattern that takes addresses apart can be made to crawl. */
import { type Runtime, valueError } from '../runtime.ts'
import { softText, wantInteger, wantText } from '../values/arguments.ts'
import { escapeString, escapeText } from '../values/escape.ts'
import { isTrue, iterate } from '../values/iterate.ts'
import { Markup, type Value } from '../values/types.ts'

interface Options {
  readonly limit: number | undefined
  readonly attributes: string
  readonly schemes: readonly string[]
}

export function urlize(
  runtime: Runtime,
  value: Value,
  limit?: Value,
  nofollow?: Value,
  target?: Value,
  rel?: Value,
  extra?: Value,
): Value {
  const words = new Set([...(rel === undefined || rel === null ? [] : wantText(rel).split(/\s+/)), 'noopener'])
  if (nofollow !== undefined && isTrue(nofollow)) words.add('nofollow')
  const options: Options = {
    limit: limit === undefined || limit === null ? undefined : wantInteger(limit),
    attributes:
      attribute(
        runtime,
        'rel',
        [...words]
          .filter((word) => word !== '')
          .sort()
          .join(' '),
      ) + targetOf(runtime, target),
    schemes: extra === undefined || extra === null ? [] : [...iterate(runtime, extra)].map(checkScheme),
  }
  const text = value instanceof Markup ? value.text : escapeText(runtime, softText(runtime, value))
  let result = ''
  for (const part of text.split(/(\s+)/)) {
    runtime.step()
    const linked = part.trim() === '' ? part : linkWord(part, options)
    runtime.allocate(linked.length)
    result += linked
  }
  return runtime.autoescape ? new Markup(result) : result
}

function targetOf(runtime: Runtime, target: Value | undefined): string {
  return target === undefined || target === null ? '' : attribute(runtime, 'target', wantText(target))
}

function attribute(runtime: Runtime, name: string, value: string): string {
  return value === '' ? '' : ` ${name}="${escapeString(runtime, value)}"`
}

function checkScheme(value: Value): string {
  const scheme = wantText(value)
  if (!/^[\w.+-]{2,}:(\/){0,2}$/.test(scheme)) throw valueError(`'${scheme}' is not a valid URI scheme prefix.`)
  return scheme
}

const heads = ['(', '<', '&lt;']
const tails = [')', '>', '.', ',', '\n', '&gt;']
const pairs = [
  ['(', ')'],
  ['<', '>'],
  ['&lt;', '&gt;'],
] as const

function linkWord(word: string, options: Options): string {
  let [head, middle, tail] = ['', word, '']
  for (
    let cut = heads.find((each) => middle.startsWith(each));
    cut !== undefined;
    cut = heads.find((each) => middle.startsWith(each))
  ) {
    head += cut
    middle = middle.slice(cut.length)
  }
  if (tails.some((each) => middle.endsWith(each))) {
    for (
      let cut = tails.find((each) => middle.endsWith(each));
      cut !== undefined;
      cut = tails.find((each) => middle.endsWith(each))
    ) {
      tail = cut + tail
      middle = middle.slice(0, -cut.length)
    }
  }
  for (const [open, close] of pairs) {
    // A closing bracket that the address opened itself belongs to it.
    const opened = middle.split(open).length - 1
    const missing = Math.min(opened - (middle.split(close).length - 1), tail.split(close).length - 1)
    for (let count = 0; count < missing; count++) {
      const end = tail.indexOf(close) + close.length
      middle += tail.slice(0, end)
      tail = tail.slice(end)
    }
  }
  return head + link(middle, options) + tail
}

function link(word: string, { limit, attributes, schemes }: Options): string {
  const shown = (text: string) => (limit === undefined || text.length <= limit ? text : `${text.slice(0, limit)}...`)
  if (isAddress(word)) {
    const href = word.startsWith('https://') || word.startsWith('http://') ? word : `https://${word}`
    return `<a href="${href}"${attributes}>${shown(word)}</a>`
  }
  if (word.startsWith('mailto:') && isMail(word.slice(7))) return `<a href="${word}">${word.slice(7)}</a>`
  if (isMail(word) && !word.startsWith('www.') && !word.includes(':')) return `<a href="mailto:${word}">${word}</a>`
  const scheme = schemes.find((candidate) => word !== candidate && word.startsWith(candidate))
  return scheme === undefined ? word : `<a href="${word}"${attributes}>${word}</a>`
}

const knownTops: ReadonlySet<string> = new Set(['com', 'net', 'int', 'edu', 'gov', 'org', 'info', 'mil'])

function isAddress(word: string): boolean {
  const hasScheme = /^https?:\/\//i.exec(word)?.[0]
  const isWww = hasScheme === undefined && /^www\./i.test(word)
  const rest = word.slice(hasScheme?.length ?? (isWww ? 4 : 0))
  const end = rest.search(/[/?#]/)
  const place = end < 0 ? rest : rest.slice(0, end)
  const bracket = /^\[[\da-f:]+\](?::\d{1,5})?$/i.test(place)
  if (bracket) return hasScheme !== undefined && (place.match(/:/g)?.length ?? 0) >= 2
  const host = /^(.*?)(?::\d{1,5})?$/s.exec(place)?.[1] ?? ''
  const labels = host.split('.')
  if (!labels.every((label) => /^[\w%-]+$/.test(label))) return false
  const top = (labels.at(-1) ?? '').toLowerCase()
  if (hasScheme !== undefined || isWww) {
    if (/^[a-z]{2,63}$/.test(top) || /^xn--[\w%]{2,59}$/.test(top)) return true
    return hasScheme !== undefined && labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label))
  }
  return (
    labels.length >= 2 &&
    knownTops.has(top) &&
    labels.slice(0, -1).every((label) => label.length >= 2 && label.length <= 63)
  )
}

function isMail(word: string): boolean {
  const at = word.indexOf('@')
  if (at <= 0 || at !== word.lastIndexOf('@')) return false
  const labels = word.slice(at + 1).split('.')
  return (
    !/\s/.test(word) &&
    labels.length >= 2 &&
    labels.slice(0, -1).every((label) => /^[\w.-]+$/.test(label)) &&
    /^\w+$/.test(labels.at(-1) ?? '')
  )
}

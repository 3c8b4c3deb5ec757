/** The effects a person can choose, what each does in a sentence, and the fields that it takes. */

/**
 * @typedef {{name: string, label: string, kind: 'whole' | 'text' | 'flag' | 'pairs' | 'words', value?: string, hint?: string, min?: number, max?: number}} EffectField
 * @typedef {{kind: string, label: string, group: 'Nothing happens' | 'Carried out, then' | 'Reads and lists', words: string, fields: readonly EffectField[]}} EffectChoice
 */

/** @type {readonly EffectChoice[]} */
export const effectChoices = [
  {
    kind: 'status',
    label: 'Refuse with a status',
    group: 'Nothing happens',
    words: 'Refused before anything happens, with one of the vendor’s errors.',
    fields: [
      { name: 'status', label: 'Status', kind: 'whole', value: '503', min: 400, max: 599 },
      { name: 'retryAfterSeconds', label: 'Retry-After, seconds', kind: 'whole', hint: 'empty: none', min: 0 },
    ],
  },
  {
    kind: 'html',
    label: 'A page for people',
    group: 'Nothing happens',
    words: 'HTML where a client expects JSON, as a proxy in between would send it.',
    fields: [{ name: 'status', label: 'Status', kind: 'whole', value: '502', min: 200, max: 599 }],
  },
  {
    kind: 'reset',
    label: 'Break the connection',
    group: 'Nothing happens',
    words: 'The connection breaks before anything happens.',
    fields: [],
  },
  {
    kind: 'token-revoked',
    label: 'Revoke the token',
    group: 'Nothing happens',
    words: 'The token of the request is good no more.',
    fields: [{ name: 'consent', label: 'Its refresh token neither', kind: 'flag' }],
  },
  {
    kind: 'delay',
    label: 'Delay',
    group: 'Carried out, then',
    words: 'Everything as usual, only later.',
    fields: [{ name: 'delayMs', label: 'Milliseconds', kind: 'whole', value: '2000', min: 0, max: 3_600_000 }],
  },
  {
    kind: 'accepted-but-500',
    label: 'Say that it failed',
    group: 'Carried out, then',
    words: 'Carried out, then reported as a server fault. A client that tries again does it twice.',
    fields: [],
  },
  {
    kind: 'timeout-after-commit',
    label: 'Never answer',
    group: 'Carried out, then',
    words: 'Carried out, and no answer ever comes. A client that tries again does it twice.',
    fields: [],
  },
  {
    kind: 'truncate',
    label: 'Cut the answer',
    group: 'Carried out, then',
    words: 'Carried out; the connection breaks in the middle of the answer.',
    fields: [],
  },
  {
    kind: 'garbage',
    label: 'Answer nonsense',
    group: 'Carried out, then',
    words: 'Carried out; the answer says that it is JSON, and is nothing of the kind.',
    fields: [],
  },
  {
    kind: 'stale-read',
    label: 'Stale read',
    group: 'Reads and lists',
    words: 'A read is answered as it was when the rule first saw it.',
    fields: [],
  },
  {
    kind: 'cursor-stuck',
    label: 'Cursor never advances',
    group: 'Reads and lists',
    words: 'Whoever asks for more of a list gets its first page again.',
    fields: [],
  },
  {
    kind: 'page-repeats',
    label: 'Page repeats',
    group: 'Reads and lists',
    words: 'Whoever asks for more of a list gets the page before once more.',
    fields: [],
  },
  {
    kind: 'drift',
    label: 'Schema drift',
    group: 'Reads and lists',
    words: 'Rows look as after an update of the vendor’s.',
    fields: [
      { name: 'rename', label: 'Rename fields', kind: 'pairs', hint: 'displayName=displayLabel, …' },
      { name: 'remove', label: 'Remove fields', kind: 'words', hint: 'description, …' },
    ],
  },
]

/**
 * The effect as the control API takes it.
 * @param {EffectChoice} choice
 * @param {(name: string) => string} read the text of a field; of a flag, 'true' or ''
 */
export function readEffect(choice, read) {
  /** @type {Record<string, unknown>} */
  const effect = { kind: choice.kind }
  for (const { name, kind } of choice.fields) {
    const text = read(name).trim()
    if (text === '') continue
    const words = text.split(',').map((word) => word.trim())
    if (kind === 'whole') effect[name] = Number(text)
    else if (kind === 'flag') effect[name] = text === 'true'
    else if (kind === 'words') effect[name] = words.filter(Boolean)
    else if (kind === 'pairs')
      effect[name] = Object.fromEntries(words.map((word) => word.split('=').map((side) => side.trim())))
    else effect[name] = text
  }
  return effect
}

/** Tables as text (RFC 4180), strictly: a reader that guesses counts other rows than the next one. */

/** Rows of fields, the header first and empty lines left out; a text says why it cannot be read. */
export function readCsv(bytes: Buffer): readonly (readonly string[])[] | string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return 'it is not UTF-8'
  }
  const rows: string[][] = []
  // A field and what ends it: quoted, in which a quote is written twice, or bare.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  let row: string[] = []
  for (let ended = false; !ended; ) {
    const match = field.exec(text)
    if (!match) return `line ${rows.length + 1} has a quote that does not belong there`
    const [, quoted, bare = '', end] = match
    row.push(quoted?.replaceAll('""', '"') ?? bare)
    ended = end === ''
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  if (rows.length === 0) return 'it is empty'
  const width = rows[0]?.length ?? 0
  const uneven = rows.findIndex(({ length }) => length !== width)
  return uneven < 0 ? rows : `row ${uneven + 1} does not have ${width} fields`
}

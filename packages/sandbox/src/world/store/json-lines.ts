/** In which line of a JSON text a field stands. The text is known to be JSON; so this only has to find its way. */
export function lineOf(text: string, path: readonly (string | number)[]): number {
  let at = skipSpace(text, 0)
  for (const step of path) {
    const found = text[at] === '{' || text[at] === '[' ? findChild(text, at, step) : undefined
    // A field that is missing stands nowhere; its owner does.
    if (found === undefined) break
    at = found
  }
  return text.slice(0, at).split('\n').length
}

/** In which line `JSON.parse` gave up. */
export function lineOfMistake(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(String(error))?.[1]
  // Without a position the text ended too soon.
  return (position === undefined ? text : text.slice(0, Number(position))).split('\n').length
}

function findChild(text: string, start: number, step: string | number): number | undefined {
  const isObject = text[start] === '{'
  let at = skipSpace(text, start + 1)
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    let name: string | number = index
    if (isObject) {
      const end = skipValue(text, at)
      name = JSON.parse(text.slice(at, end)) as string
      // Over the colon.
      at = skipSpace(text, skipSpace(text, end) + 1)
    }
    if (name === step) return at
    at = skipSpace(text, skipValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return undefined
}

/** Position after the value that begins here. */
function skipValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++
      if (depth === 0) return at + 1
    } else if (letter === '{' || letter === '[') depth++
    else if (letter === '}' || letter === ']') {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (depth === 0 && (letter === ',' || letter === '\n' || letter === ' ')) return at
  }
  return text.length
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && /\s/.test(text[at] ?? '')) at++
  return at
}

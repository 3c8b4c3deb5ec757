/** Lines and bytes of what will leave, so that nobody approves a text longer than it looks. */

/** Lines as an editor shows them. A carriage return stays in its line, where it is made visible. */
export function splitLines(text: string): string[] {
  return text.split('\n')
}

const encoder = new TextEncoder()

export function countBytes(text: string): number {
  return encoder.encode(text).length
}

export interface BodyText {
  /** What is shown: JSON is indented, a plain string stands as it is. */
  shown: string
  lines: string[]
  /** Size as sent, without the indentation. */
  bytes: number
}

export function measureBody(body: unknown): BodyText {
  const isText = typeof body === 'string'
  const shown = isText ? body : JSON.stringify(body, null, 2)
  return { shown, lines: splitLines(shown), bytes: countBytes(isText ? body : JSON.stringify(body)) }
}

/** Above either bound a person must have seen the end before approving. */
export const unreadLinesMax = 40
const unreadCharactersMax = 4_000

export function mustBeReadToTheEnd(text: string): boolean {
  return splitLines(text).length > unreadLinesMax || text.length > unreadCharactersMax
}

export function writeSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export function writeCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

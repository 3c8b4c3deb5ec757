/** Jinja2's options about a template's text, under its own names. */
export interface Syntax {
  readonly block_start_string: string
  readonly block_end_string: string
  readonly variable_start_string: string
  readonly variable_end_string: string
  readonly comment_start_string: string
  readonly comment_end_string: string
  /** The first line end after a block is dropped. */
  readonly trim_blocks: boolean
  /** White space before a block that begins its line is dropped. */
  readonly lstrip_blocks: boolean
  /** One line end at the end of a template is dropped unless this is set. */
  readonly keep_trailing_newline: boolean
  readonly newline_sequence: '\n' | '\r\n' | '\r'
}

export const defaultSyntax: Syntax = {
  block_start_string: '{%',
  block_end_string: '%}',
  variable_start_string: '{{',
  variable_end_string: '}}',
  comment_start_string: '{#',
  comment_end_string: '#}',
  trim_blocks: false,
  lstrip_blocks: false,
  keep_trailing_newline: false,
  newline_sequence: '\n',
}

export type Opening = 'block' | 'variable' | 'comment'

/** Openings, the longest first, so that one that begins with another is found. */
export function openingsOf(syntax: Syntax): readonly { kind: Opening; start: string; end: string }[] {
  const openings = [
    { kind: 'comment', start: syntax.comment_start_string, end: syntax.comment_end_string },
    { kind: 'block', start: syntax.block_start_string, end: syntax.block_end_string },
    { kind: 'variable', start: syntax.variable_start_string, end: syntax.variable_end_string },
  ] as const
  const strings = openings.flatMap(({ start, end }) => [start, end])
  const starts = new Set(openings.map(({ start }) => start))
  if (strings.includes('') || starts.size < openings.length) {
    throw new RangeError('block, variable and comment delimiters must be different and not empty')
  }
  return [...openings].sort((left, right) => right.start.length - left.start.length)
}

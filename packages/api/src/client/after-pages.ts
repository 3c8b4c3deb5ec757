/**
 * Lists in ascending id that go on from `after`, the last id seen. They are read ahead: while one page is on its way,
 * the places where later ones probably begin are guessed from how dense the ids have been, and asked for at the same
 * time. A guess is used only when it proves to go on from the last row: it begins exactly there, or contains that row.
 * So the rows are those of reading one page after another, in the same order, each once, whatever happens to the fleet
 * meanwhile; a wrong guess costs a request and nothing else. (Reading organizations side by side would lose a device
 * that moves from one not yet read to one that was.)
 */
import type { PageInfo } from './page.ts'
import { didNotAdvance, endWatch, incomplete, type List } from './page.ts'

export interface AfterOptions {
  /** Pages asked for at the same time; 1 reads one after another. */
  readonly pagesAtOnceMax: number
  /** True while requests have to wait anyway, or the connection is told to slow down: then nothing is guessed. */
  readonly isHolding: () => boolean
}

type Row = { readonly id?: unknown }

interface Answer {
  readonly rows: readonly Row[]
  readonly pageInfo: PageInfo | undefined
}

interface Guess {
  readonly after: number
  readonly answer: Promise<Answer>
}

/** Ids are int32 (ninjaone-api §9.1). */
const idMax = 2 ** 31 - 1

/** Of the distance a page covered, so that the next begins a little before this one ends. */
const overlap = 0.9

export async function* readAfterPages(list: List, options: AfterOptions): AsyncGenerator<object, void, void> {
  const { input } = list
  const isLast = endWatch(input.pageSize)
  const ending = new AbortController()
  let cursor = typeof input.after === 'number' ? input.after : undefined
  let guesses: Guess[] = []
  let ahead = 2
  /** Nothing full begins behind this place, as far as anybody has seen. */
  let endsNear = idMax

  const read = async (after: number | undefined): Promise<Answer> => {
    const position = after === undefined ? {} : { after }
    const { output, pageInfo } = await list.readPage({ ...input, ...position }, { signal: ending.signal })
    return { rows: output as readonly Row[], pageInfo }
  }

  /** A page that goes on from `from`, and the place it was asked for with. */
  const nextPage = async (from: number | undefined): Promise<{ answer: Answer; start: number | undefined }> => {
    guesses =
      from === undefined
        ? []
        : guesses.filter(({ after }, index) => {
            const following = guesses[index + 1]
            return following === undefined || following.after > from || after > from
          })
    const [guess] = guesses
    if (guess === undefined || from === undefined || guess.after > from) {
      return { answer: await read(from), start: from }
    }
    guesses.shift()
    // What was asked for ahead of time but in the right place is the answer, good or bad. A guess elsewhere is
    // nobody's question, so its failure is nobody's error.
    const answer = guess.after === from ? await guess.answer : await guess.answer.catch(() => undefined)
    if (answer !== undefined && (guess.after === from || goesOn(answer.rows, from))) {
      ahead *= 2
      return { answer, start: guess.after }
    }
    ahead = 2
    return nextPage(from)
  }

  const guessAhead = (from: number, distance: number) => {
    const wanted = Math.min(ahead, options.pagesAtOnceMax)
    const step = Math.max(1, Math.floor(distance * overlap))
    if (wanted < 2) return
    if (guesses.length === 0) guesses.push(begin(from))
    while (guesses.length < wanted && !options.isHolding()) {
      const after = (guesses.at(-1)?.after ?? from) + step
      if (after > endsNear) return
      guesses.push(begin(after))
    }
  }
  const begin = (after: number): Guess => {
    const answer = read(after)
    answer.then(
      ({ rows }) => {
        if (rows.length < (input.pageSize as number)) endsNear = Math.min(endsNear, after)
      },
      () => {}, // Perhaps nobody will ever look at it.
    )
    return { after, answer }
  }

  try {
    for (;;) {
      const from = cursor
      const { answer, start } = await nextPage(from)
      const isExact = start === from
      if (answer.pageInfo) {
        yield* readEnvelopes(list, answer.rows, answer.pageInfo)
        return
      }
      const rows = isExact ? answer.rows : rowsAfter(answer.rows, from)
      const first = rows[0]?.id
      const last = rows.at(-1)?.id
      const wasLast = isExact && isLast(rows.length)
      const isFull = answer.rows.length >= (input.pageSize as number)
      if (isFull && typeof first === 'number' && typeof last === 'number') {
        guessAhead(last, last - (start ?? first - 1))
      }
      for (const row of rows) {
        const { id } = row
        if (typeof id !== 'number' || (cursor !== undefined && id <= cursor)) throw didNotAdvance(list, 'after')
        cursor = id
        yield row
      }
      if (wasLast) return
    }
  } finally {
    // Whoever stops reading in the middle wants no answers any more.
    ending.abort()
  }
}

function goesOn(rows: readonly Row[], from: number): boolean {
  return rows.some(({ id }) => id === from) && Number(rows.at(-1)?.id) > from
}

function rowsAfter(rows: readonly Row[], from: number | undefined): readonly Row[] {
  return from === undefined ? rows : rows.slice(rows.findIndex(({ id }) => id === from) + 1)
}

/** The seed's shape: the server says itself whether there is more, and where. Its cursor is opaque. */
async function* readEnvelopes(
  list: List,
  firstRows: readonly Row[],
  firstInfo: PageInfo,
): AsyncGenerator<object, void, void> {
  let info = firstInfo
  yield* firstRows
  while (info.hasNextPage) {
    const { endCursor } = info
    if (endCursor === undefined) throw incomplete(list, 'cursor_missing', 'pageInfo promises more and names no cursor')
    const { output, pageInfo } = await list.readPage(list.input, { cursor: endCursor })
    if (pageInfo === undefined) throw incomplete(list, 'cursor_missing', 'a page came without pageInfo')
    if (pageInfo.hasNextPage && pageInfo.endCursor === endCursor) throw didNotAdvance(list, 'pageInfo.endCursor')
    yield* output as readonly Row[]
    info = pageInfo
  }
}

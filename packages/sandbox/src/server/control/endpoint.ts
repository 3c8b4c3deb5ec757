/** What an endpoint of the control API is: data, from which the routes and the reference page are made. */
import { z } from 'zod'
import type { SandboxControl } from './sandbox-control.ts'

export interface Endpoint<
  Parameters extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/_sandbox`, e.g. `/faults/:id`. */
  readonly path: string
  /** Imperative, one sentence. */
  readonly summary: string
  /** What an answer is and what it is not, where the summary leaves a question. */
  readonly note?: string
  /** Of the path. They arrive as text. */
  readonly parameters?: Parameters
  /** Of the query. They arrive as text; any other is refused. */
  readonly query?: Query
  readonly body?: Body
  /** A body that can be sent; the reference shows it, and a test sends it. */
  readonly example?: z.input<Body>
  /** The body is a file, and is handed over as text; it may be far longer than others. */
  readonly takesFile?: true
  /** Default 200; 204 sends no body. */
  readonly status?: 200 | 201 | 204
  readonly run: (
    control: SandboxControl,
    given: { parameters: z.output<Parameters>; query: z.output<Query>; body: z.output<Body> },
  ) => unknown
}

/** An answer that is a file, not JSON of ours. */
export class FileAnswer {
  readonly name: string
  readonly text: string

  constructor(name: string, text: string) {
    this.name = name
    this.text = text
  }
}

/** Returns its argument; it exists so that types are inferred from the data. */
export function defineEndpoint<
  Parameters extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(endpoint: Endpoint<Parameters, Query, Body>): Endpoint {
  return endpoint as unknown as Endpoint
}

/** A whole number in a path or a query. */
export const WholeText = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most))

/** Words of a closed list, named in the refusal. */
export const Word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of: ${words.join(', ')}` })

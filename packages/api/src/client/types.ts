/** Types of the client, computed from the catalogue: no name and no field is written here. */
import type { z } from 'zod'
import type { OperationId, Operations } from '../catalogue.ts'
import type { Operation } from '../operation.ts'
import type { ExactRequest } from '../request/index.ts'
import type { CallOptions } from './options.ts'

/** What a caller writes. */
export type InputOf<Id extends OperationId> = z.input<Operations[Id]['input']>
/** What a caller gets. */
export type OutputOf<Id extends OperationId> = z.output<Operations[Id]['output']>

type ResourceOf<Id extends string> = Id extends `${infer Resource}.${string}` ? Resource : never
type VerbOf<Id extends string, Resource extends string> = Id extends `${Resource}.${infer Verb}` ? Verb : never

/** The input may be left out when none of its fields is required. */
type Arguments<Input> =
  Record<never, never> extends Input ? [input?: Input, options?: CallOptions] : [input: Input, options?: CallOptions]

/** Where each kind of list keeps its rows; `[]` for a bare array. Told apart by the field it goes on from. */
interface RowsAt {
  after: []
  anchorId: []
  anchorNaturalId: []
  olderThan: 'activities'
  cursor: 'results'
  cursorName: 'results'
  lastCursorId: 'data'
}

type PageField<Id extends OperationId> = Extract<keyof InputOf<Id>, keyof RowsAt>
type ElementOf<List> = List extends readonly (infer Row)[] ? Row : never
type At<Output, Place> = Place extends keyof Output ? Output[Place] : never

/** One row of a list that continues over pages; `never` for anything else. */
export type RowOf<Id extends OperationId> = [PageField<Id>] extends [never]
  ? never
  : RowsAt[PageField<Id>] extends []
    ? ElementOf<OutputOf<Id>>
    : ElementOf<At<OutputOf<Id>, RowsAt[PageField<Id>]>>

interface Pages<Id extends OperationId> {
  /** Every row of every page. Ends only at the end of the list; anything else is thrown. */
  all(...args: Arguments<InputOf<Id>>): AsyncIterable<RowOf<Id>>
}

export type Method<Id extends OperationId> = ((...args: Arguments<InputOf<Id>>) => Promise<OutputOf<Id>>) &
  ([RowOf<Id>] extends [never] ? unknown : Pages<Id>)

export type ResourceMethods = {
  readonly [Resource in ResourceOf<OperationId>]: {
    readonly [Verb in VerbOf<OperationId, Resource>]: Method<Extract<`${Resource}.${Verb}`, OperationId>>
  }
}

export interface ClientCore {
  /** Parses the input, builds the request and sends it. */
  call<Id extends OperationId>(id: Id, input: InputOf<Id>, options?: CallOptions): Promise<OutputOf<Id>>
  /** Sends exactly this request, which must be one that the operation makes, and decodes the answer. */
  send<Output extends z.ZodType>(
    operation: Operation<string, z.ZodObject, Output>,
    request: ExactRequest,
    options?: CallOptions,
  ): Promise<z.output<Output>>
  /** Ends kept connections. */
  close(): Promise<void>
}

export type Client = ClientCore & ResourceMethods

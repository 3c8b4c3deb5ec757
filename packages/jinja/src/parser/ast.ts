/** What a template says, as a tree. */
import type { Span } from '../error.ts'
import type { BinaryOperator } from '../values/arithmetic.ts'
import type { CompareOperator } from '../values/compare.ts'
import type { Value } from '../values/types.ts'

interface At {
  readonly span: Span
}

export interface CallArguments {
  readonly positional: readonly Expression[]
  readonly named: readonly { readonly name: string; readonly value: Expression }[]
  readonly spread: Expression | undefined
  readonly namedSpread: Expression | undefined
}

export type Expression = At &
  (
    | { readonly kind: 'constant'; readonly value: Value }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'tuple' | 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | {
        readonly kind: 'condition'
        readonly test: Expression
        readonly value: Expression
        readonly otherwise: Expression | undefined
      }
    | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'not' | 'negate' | 'plus'; readonly value: Expression }
    | {
        readonly kind: 'compare'
        readonly first: Expression
        readonly rest: readonly { readonly operator: CompareOperator; readonly value: Expression }[]
      }
    | {
        readonly kind: 'binary'
        readonly operator: BinaryOperator
        readonly left: Expression
        readonly right: Expression
      }
    | { readonly kind: 'concatenate'; readonly parts: readonly Expression[] }
    | {
        readonly kind: 'filter' | 'test'
        readonly name: string
        /** Absent only for the filter of a block. */
        readonly value: Expression | undefined
        readonly given: CallArguments
      }
    | { readonly kind: 'call'; readonly callee: Expression; readonly given: CallArguments }
    | { readonly kind: 'attribute'; readonly value: Expression; readonly name: string }
    | { readonly kind: 'item'; readonly value: Expression; readonly key: Expression }
    | { readonly kind: 'slice'; readonly value: Expression; readonly bounds: readonly (Expression | undefined)[] }
  )

export type Target = At &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'tuple'; readonly items: readonly Target[] }
    | { readonly kind: 'attribute'; readonly name: string; readonly attribute: string }
  )

export interface Signature {
  readonly parameters: readonly { readonly name: string; readonly otherwise: Expression | undefined }[]
}

export type Body = readonly Statement[]

export type Statement = At &
  (
    | { readonly kind: 'data'; readonly text: string }
    | { readonly kind: 'output'; readonly value: Expression }
    | {
        readonly kind: 'if'
        readonly branches: readonly { readonly test: Expression; readonly body: Body }[]
        readonly otherwise: Body
      }
    | {
        readonly kind: 'for'
        readonly target: Target
        readonly values: Expression
        readonly test: Expression | undefined
        readonly isRecursive: boolean
        readonly body: Body
        readonly otherwise: Body
      }
    | { readonly kind: 'set'; readonly target: Target; readonly value: Expression }
    | {
        readonly kind: 'set-block'
        readonly target: Target
        readonly filter: Expression | undefined
        readonly body: Body
      }
    | { readonly kind: 'macro'; readonly name: string; readonly signature: Signature; readonly body: Body }
    | {
        readonly kind: 'call-block'
        readonly signature: Signature
        readonly call: Expression & { kind: 'call' }
        readonly body: Body
      }
    | { readonly kind: 'filter-block'; readonly filter: Expression; readonly body: Body }
    | {
        readonly kind: 'with'
        readonly targets: readonly Target[]
        readonly values: readonly Expression[]
        readonly body: Body
      }
    | {
        readonly kind: 'block'
        readonly name: string
        readonly isScoped: boolean
        readonly isRequired: boolean
        readonly body: Body
      }
    | { readonly kind: 'extends'; readonly template: Expression }
    | {
        readonly kind: 'include'
        readonly template: Expression
        readonly ignoreMissing: boolean
        readonly withContext: boolean
      }
    | { readonly kind: 'import'; readonly template: Expression; readonly name: string; readonly withContext: boolean }
    | {
        readonly kind: 'from-import'
        readonly template: Expression
        readonly names: readonly { readonly name: string; readonly as: string }[]
        readonly withContext: boolean
      }
    | { readonly kind: 'autoescape'; readonly value: Expression; readonly body: Body }
    | { readonly kind: 'do'; readonly value: Expression }
    | { readonly kind: 'break' | 'continue' }
  )

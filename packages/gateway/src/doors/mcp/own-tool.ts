/** What a tool of the gateway's own is: it stands for a call of some operation, or answers by itself. */
import type { Operation } from '@kunai/api/operation'
import type { Tool } from '@modelcontextprotocol/server'

export type Interpretation =
  /** The call it stands for; policy judges that operation, never the tool. */
  | {
      readonly operation: Operation
      readonly input: Readonly<Record<string, unknown>>
      readonly reason?: unknown
      /** The caller wrote the request itself: nothing is added to it. */
      readonly isExact?: boolean
    }
  | { readonly data: unknown }
  | { readonly refusal: { readonly code: string; readonly message: string } }

export interface OwnTool {
  readonly tool: Tool
  /** @param usable what policy lets this connection use at all. */
  interpret(given: Readonly<Record<string, unknown>>, usable: readonly Operation[]): Interpretation
}

/** What a row says of a tool that agents must be able to call by name, and how one is written. */

/** Facts of the sandbox that rows need; found out at the start of the test. */
export interface Scene {
  readonly organization: number
  readonly location: number
  readonly linux: number
  readonly windows: number
  /** Waits for approval. */
  readonly pending: number
  readonly script: number
  readonly alert: string
  readonly form: number
  readonly user: string
  readonly ticket: { readonly ticketId: number; readonly version: number }
}

type Input = Readonly<Record<string, unknown>>

export interface ToolRow {
  /** Title of the row where it comes from: a tool's description, or an action's name. */
  readonly title: string
  readonly tool: string
  /** Id of the operation that is judged; '*' for generic calls, which are judged by what they amount to. */
  readonly operation: string
  readonly good: (scene: Scene) => Input
  readonly bad: (scene: Scene) => Input
  /** Code of the refusal. */
  readonly badCode: string
  /** As promised, written out: held against what we ship when the table is written, and against the answer by the test. */
  readonly policy: 'Auto' | 'Approval'
}

export const nothing = 999_999
export const noUid = '00000000-0000-4000-8000-000000000000'
export const missing = 'target_not_found'

export const row = (
  title: string,
  tool: string,
  operation: string,
  policy: ToolRow['policy'],
  good: ToolRow['good'],
  bad: ToolRow['bad'],
  badCode: string,
): ToolRow => ({ title, tool, operation, policy, good, bad, badCode })

export const ofDevice = (title: string, tool: string, operation: string) =>
  row(
    title,
    tool,
    operation,
    'Auto',
    ({ windows }) => ({ id: windows }),
    () => ({ id: 'no such device' }),
    missing,
  )

export const ticketFields = ({ organization, form }: Scene) => ({
  clientId: organization,
  ticketFormId: form,
  subject: 'Printer offline',
  status: '1000',
})

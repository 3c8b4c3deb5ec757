/** The tools that ask the client back: by a request of their own (2025-11-25), or by an answer that wants input. */
import { randomBytes } from 'node:crypto'
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type ElicitRequestFormParams,
  type GetPromptResult,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { type FixtureTool, fixtureTool, text } from './fixture-content.ts'

export const requestStates = createRequestStateCodec<{ step: number }>({ key: randomBytes(32) })

const ask = (message: string, field: string, type: 'string' | 'boolean' = 'string') =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type } as { type: 'string' } }, required: [field] },
  })
const name = ask('What is your name?', 'name')
const sample = (question: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: question } }], maxTokens })

const stringIn = (context: ServerContext, key: string, field: string): string | undefined => {
  const value = acceptedContent(context.mcpReq.inputResponses, key)?.[field]
  return typeof value === 'string' ? value : undefined
}
const given = (context: ServerContext, key: string) => inputResponse(context.mcpReq.inputResponses, key)

async function withState(step: number, inputRequests: InputRequests): Promise<InputRequiredResult> {
  return inputRequired({ inputRequests, requestState: await requestStates.mint({ step }) })
}
const stepOf = (context: ServerContext) => context.mcpReq.requestState<{ step: number }>()?.step

/** Only what the client said it can do is asked of it. */
function askWhatItCan(context: ServerContext) {
  const envelope = (context.mcpReq.envelope ?? {}) as { [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities }
  const able = envelope[CLIENT_CAPABILITIES_META_KEY] ?? {}
  const inputRequests: InputRequests = {
    ...(able.sampling && { greeting: sample('Generate a greeting', 50) }),
    ...(able.elicitation && { user_name: name }),
    ...(able.roots && { client_roots: inputRequired.listRoots() }),
  }
  if (Object.keys(inputRequests).length === 0 || context.mcpReq.inputResponses) return text('Nothing to ask.')
  return inputRequired({ inputRequests })
}

const enums: ElicitRequestFormParams['requestedSchema'] = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: {
      type: 'string',
      oneOf: [
        { const: 'value1', title: 'First Option' },
        { const: 'value2', title: 'Second Option' },
        { const: 'value3', title: 'Third Option' },
      ],
    },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: {
      type: 'array',
      items: {
        anyOf: [
          { const: 'value1', title: 'First Choice' },
          { const: 'value2', title: 'Second Choice' },
          { const: 'value3', title: 'Third Choice' },
        ],
      },
    },
  },
}

const defaults: ElicitRequestFormParams['requestedSchema'] = {
  type: 'object',
  properties: {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  },
}

async function elicit(context: ServerContext, message: string, schema: ElicitRequestFormParams['requestedSchema']) {
  // `send`, not `elicitInput`: it asks on the stream of the call itself, and the door keeps no other stream open.
  const params = { message, requestedSchema: schema }
  const { action, content } = await context.mcpReq.send({ method: 'elicitation/create', params })
  return text(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`)
}

const one = (field: string) => ({
  type: 'object' as const,
  properties: { [field]: { type: 'string' } },
  required: [field],
})

/** The prompt of the suite that wants input before it can be given. */
export function askingPrompt(context: ServerContext): GetPromptResult | InputRequiredResult {
  const words = stringIn(context, 'user_context', 'context')
  if (words === undefined) {
    return inputRequired({
      inputRequests: { user_context: ask('What context should the prompt use?', 'context') },
    })
  }
  return { messages: [{ role: 'user', content: { type: 'text', text: `Context: ${words}` } }] }
}

export const inputTools: readonly FixtureTool[] = [
  fixtureTool(
    'test_sampling',
    async ({ prompt }, context) => {
      const messages = [{ role: 'user', content: { type: 'text', text: String(prompt) } }]
      const { content } = await context.mcpReq.send({
        method: 'sampling/createMessage',
        params: { messages, maxTokens: 100 },
      })
      return text(`LLM response: ${'text' in content ? content.text : JSON.stringify(content)}`)
    },
    one('prompt'),
  ),
  fixtureTool(
    'test_elicitation',
    ({ message }, context) =>
      elicit(context, String(message), {
        type: 'object',
        properties: {
          username: { type: 'string', description: "User's response" },
          email: { type: 'string', description: "User's email address" },
        },
        required: ['username', 'email'],
      }),
    one('message'),
  ),
  fixtureTool('test_elicitation_sep1034_defaults', (_, context) => elicit(context, 'Defaults', defaults)),
  fixtureTool('test_elicitation_sep1330_enums', (_, context) => elicit(context, 'Enums', enums)),
  fixtureTool('test_streaming_elicitation', () => inputRequired({ inputRequests: { user_name: name } })),
  fixtureTool('test_input_required_result_elicitation', (_, context) => {
    const answer = stringIn(context, 'user_name', 'name')
    return answer === undefined ? inputRequired({ inputRequests: { user_name: name } }) : text(`Hello, ${answer}!`)
  }),
  fixtureTool('test_input_required_result_sampling', (_, context) => {
    const answer = given(context, 'capital_question')
    return answer.kind === 'sampling'
      ? text(JSON.stringify(answer.result.content))
      : inputRequired({ inputRequests: { capital_question: sample('What is the capital of France?', 100) } })
  }),
  fixtureTool('test_input_required_result_list_roots', (_, context) => {
    const answer = given(context, 'client_roots')
    return answer.kind === 'roots'
      ? text(JSON.stringify(answer.roots))
      : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
  }),
  fixtureTool('test_input_required_result_request_state', (_, context) =>
    stepOf(context) === 1 && given(context, 'confirm').kind === 'elicit'
      ? text('state-ok')
      : withState(1, { confirm: ask('Please confirm', 'ok', 'boolean') }),
  ),
  fixtureTool('test_input_required_result_tampered_state', (_, context) =>
    stepOf(context) === 1 ? text('state-ok') : withState(1, { confirm: ask('Please confirm', 'ok', 'boolean') }),
  ),
  fixtureTool('test_input_required_result_multiple_inputs', (_, context) => {
    const all = ['user_name', 'greeting', 'client_roots'].every((key) => given(context, key).kind !== 'missing')
    if (all && stepOf(context) === 1) return text('All three were given.')
    return withState(1, {
      user_name: name,
      greeting: sample('Generate a greeting', 50),
      client_roots: inputRequired.listRoots(),
    })
  }),
  fixtureTool('test_input_required_result_multi_round', (_, context) => {
    const step = stepOf(context)
    if (step === 2 && stringIn(context, 'step2', 'color') !== undefined) return text('Both steps were answered.')
    if (step === 1 && stringIn(context, 'step1', 'name') !== undefined) {
      return withState(2, { step2: ask('Step 2: What is your favorite color?', 'color') })
    }
    return withState(1, { step1: ask('Step 1: What is your name?', 'name') })
  }),
  fixtureTool('test_input_required_result_capabilities', (_, context) => askWhatItCan(context)),
]

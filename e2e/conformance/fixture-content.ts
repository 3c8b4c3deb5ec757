/** The tools whose answers the conformance suite prescribes: content of each kind, progress, log lines, an error. */

import { systemClock } from '@kunai/api/clock'
import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server'
import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server'

/** One red pixel. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='
/** A header and no sound. */
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='

type Answer = CallToolResult | InputRequiredResult

export interface FixtureTool {
  readonly tool: Tool
  readonly run: (input: Record<string, unknown>, context: ServerContext) => Answer | Promise<Answer>
}

export const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] })

export function fixtureTool(
  name: string,
  run: FixtureTool['run'],
  inputSchema: Tool['inputSchema'] = { type: 'object', properties: {} },
): FixtureTool {
  return { tool: { name, description: `Conformance fixture ${name}`, inputSchema }, run }
}

const pause = () => systemClock.sleep(50)

async function progress(context: ServerContext): Promise<CallToolResult> {
  const { progressToken } = (context.mcpReq._meta ?? {}) as { progressToken?: string | number }
  for (const done of [0, 50, 100]) {
    if (done > 0) await pause()
    if (progressToken === undefined) continue
    const params = { progressToken, progress: done, total: 100 }
    await context.mcpReq.notify({ method: 'notifications/progress', params })
  }
  return text('Progress was reported.')
}

async function logging(context: ServerContext): Promise<CallToolResult> {
  await context.mcpReq.log('info', 'Tool execution started')
  await pause()
  await context.mcpReq.log('info', 'Tool processing data')
  await pause()
  await context.mcpReq.log('info', 'Tool execution completed')
  return text('Log lines were sent.')
}

/** Every keyword that a careless server loses on the way from its code to the list. */
const richSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
} as Tool['inputSchema']

const mirroredSchema = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
} as Tool['inputSchema']

const image = { type: 'image', data: png, mimeType: 'image/png' } as const

export const contentTools: readonly FixtureTool[] = [
  fixtureTool('test_simple_text', () => text('This is a simple text response for testing.')),
  fixtureTool('test_image_content', () => ({ content: [image] })),
  fixtureTool('test_audio_content', () => ({ content: [{ type: 'audio', data: wav, mimeType: 'audio/wav' }] })),
  fixtureTool('test_embedded_resource', () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  })),
  fixtureTool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  })),
  fixtureTool('test_error_handling', () => ({
    ...text('This tool intentionally returns an error for testing'),
    isError: true,
  })),
  fixtureTool('test_tool_with_progress', (_, context) => progress(context)),
  fixtureTool('test_tool_with_logging', (_, context) => logging(context)),
  fixtureTool('test_logging_tool', (_, context) => logging(context)),
  fixtureTool('test_missing_capability', () => {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } })
  }),
  fixtureTool('greet', ({ name }) => text(`Hello, ${name}!`), {
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
  }),
  fixtureTool('json_schema_2020_12_tool', () => text('ok'), richSchema),
  fixtureTool('test_custom_headers', ({ region }) => text(`Region: ${region}`), mirroredSchema),
]

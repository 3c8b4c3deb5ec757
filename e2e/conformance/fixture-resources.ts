/** The prompts, resources and completions that the conformance suite looks for; the gateway itself has none yet. */
import { ProtocolError, ProtocolErrorCode, type ReadResourceResult, type Server } from '@modelcontextprotocol/server'
import { png } from './fixture-content.ts'
import { askingPrompt } from './fixture-input.ts'

const resources = [
  { uri: 'test://static-text', name: 'static-text', description: 'Text that never changes', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'static-binary', description: 'An image', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'watched-resource', description: 'To subscribe to', mimeType: 'text/plain' },
]
const resourceTemplates = [
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'template',
    description: 'Data by id',
    mimeType: 'application/json',
  },
]
const argument = (name: string) => ({ name, description: `The argument ${name}`, required: true })
const prompts = [
  { name: 'test_simple_prompt', description: 'Without arguments' },
  {
    name: 'test_prompt_with_arguments',
    description: 'With two arguments',
    arguments: [argument('arg1'), argument('arg2')],
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'With a resource in it',
    arguments: [argument('resourceUri')],
  },
  { name: 'test_prompt_with_image', description: 'With an image in it' },
  { name: 'test_input_required_result_prompt', description: 'Wants input first' },
]

function readResource(uri: string): ReadResourceResult {
  if (uri === 'test://static-binary') return { contents: [{ uri, mimeType: 'image/png', blob: png }] }
  const words: Record<string, string> = {
    'test://static-text': 'This is the content of the static text resource.',
    'test://watched-resource': 'Watched.',
  }
  if (words[uri] !== undefined) return { contents: [{ uri, mimeType: 'text/plain', text: words[uri] }] }
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1]
  if (id === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Resource not found', { uri })
  const data = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
  return { contents: [{ uri, mimeType: 'application/json', text: data }] }
}

const says = (text: string) => ({ role: 'user' as const, content: { type: 'text' as const, text } })

export function installPromptsAndResources(server: Server): void {
  server.setRequestHandler('resources/list', () => ({ resources }))
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates }))
  server.setRequestHandler('resources/read', ({ params }) => readResource(params.uri))
  server.setRequestHandler('resources/subscribe', () => ({}))
  server.setRequestHandler('resources/unsubscribe', () => ({}))
  server.setRequestHandler('prompts/list', () => ({ prompts }))
  server.setRequestHandler('completion/complete', () => ({ completion: { values: [], total: 0, hasMore: false } }))
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    const { arg1, arg2, resourceUri = '' } = params.arguments ?? {}
    switch (params.name) {
      case 'test_simple_prompt':
        return { messages: [says('This is a simple prompt for testing.')] }
      case 'test_prompt_with_arguments':
        return { messages: [says(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }
      case 'test_prompt_with_embedded_resource': {
        const text = 'Embedded resource content for testing.'
        const resource = { uri: resourceUri, mimeType: 'text/plain', text }
        const embedded = { role: 'user' as const, content: { type: 'resource' as const, resource } }
        return { messages: [embedded, says('Please process the embedded resource above.')] }
      }
      case 'test_prompt_with_image': {
        const image = { type: 'image' as const, data: png, mimeType: 'image/png' }
        return { messages: [{ role: 'user', content: image }, says('Please analyze the image above.')] }
      }
      case 'test_input_required_result_prompt':
        return askingPrompt(context)
      default:
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such prompt.')
    }
  })
}

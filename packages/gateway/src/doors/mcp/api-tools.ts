/**
 * Generic calls by method and path, for whoever knows NinjaOne's API. The path must be exactly one operation's; that
 * operation is judged, asked for and sent, rebuilt from its parsed input. The text itself never leaves.
 */
import { callOfRequest } from '../../call/index.ts'
import { reasonField } from './input-schema.ts'
import type { OwnTool } from './own-tool.ts'
import { outcomeSchema } from './result.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export const apiTools: readonly OwnTool[] = methods.map((method) => {
  const isRead = method === 'GET'
  const takesBody = method !== 'GET' && method !== 'DELETE'
  return {
    tool: {
      name: `ninja-api-${method.toLowerCase()}`,
      title: `${method} on NinjaOne's API`,
      description: `${method} on NinjaOne's API.`,
      inputSchema: {
        type: 'object',
        properties: {
          path: { type: 'string', ...(isRead && { description: 'e.g. /v2/devices?pageSize=10' }) },
          ...(takesBody && { body: {} }),
          ...(!isRead && { reason: reasonField }),
        },
        required: ['path'],
        additionalProperties: false,
      },
      outputSchema: outcomeSchema,
      annotations: { readOnlyHint: isRead, destructiveHint: !isRead, idempotentHint: isRead, openWorldHint: true },
    },
    interpret({ path, body, reason, ...rest }) {
      if (typeof path !== 'string' || Object.keys(rest).length > 0 || (!takesBody && body !== undefined)) {
        const fields = takesBody ? 'path and body' : 'path'
        return refuse('invalid_input', `Give ${fields}, and nothing else${isRead ? '' : ' but a reason'}.`)
      }
      const meant = callOfRequest(method, path, body)
      return 'code' in meant ? { refusal: meant } : { ...meant, reason, isExact: true }
    },
  }
})

function refuse(code: string, message: string) {
  return { refusal: { code, message } }
}

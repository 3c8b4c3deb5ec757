/**
 * NinjaOne is reported to ignore filter terms without a word, and then answers with everybody's rows (ninjaone-api §7).
 * So what was asked of one organization is looked at again when it comes back.
 */
import { type DeviceFilterTerm, parseDeviceFilter } from '../device-filter/index.ts'
import { findInRegistry, type Operation, resources } from '../operation.ts'
import type { ExactRequest } from '../request/index.ts'
import { apiError, type KunaiApiError } from './errors.ts'

/** The error that a row of an organization nobody asked for amounts to; rows that name none prove nothing. */
export function findForeignRow(
  operation: Operation,
  request: ExactRequest,
  output: unknown,
): KunaiApiError | undefined {
  if (operation.risk !== 'read') return undefined
  const rows = rowsOf(output)
  if (rows.length === 0) return undefined
  const isAskedFor = scopeOf(operation, request)
  if (isAskedFor === undefined || rows.every(({ organizationId: id }) => typeof id !== 'number' || isAskedFor(id))) {
    return undefined
  }
  return apiError({
    ...{ kind: 'invalid_answer', execution: 'unknown', code: 'filter_ignored', operationId: operation.id },
    message:
      `${operation.id} was asked for certain organizations and was answered with rows of others; none is passed on. ` +
      'Read one organization with organizations.listDevices.',
  })
}

type Row = { readonly organizationId?: unknown }

function rowsOf(output: unknown): readonly Row[] {
  if (typeof output !== 'object' || output === null) return []
  const { results, devices } = output as { results?: unknown; devices?: unknown }
  const rows = [output, results, devices].find(Array.isArray) as readonly unknown[] | undefined
  return (rows ?? []).filter((row): row is Row => typeof row === 'object' && row !== null)
}

/** Whether an organization is one of those the request is about; undefined when it is about all. */
function scopeOf(operation: Operation, request: ExactRequest): ((id: number) => boolean) | undefined {
  const inPath = organizationInPath(operation, request.path)
  if (inPath !== undefined) return (id) => id === inPath
  const parsed = request.query.df === undefined ? undefined : parseDeviceFilter(request.query.df)
  if (!parsed?.ok) return undefined
  const terms = parsed.terms.filter((term): term is OrganizationTerm => term.key === 'organization')
  if (terms.length === 0) return undefined
  return (id) => terms.every(({ operator, values }) => values.includes(id) === (operator === 'in'))
}

type OrganizationTerm = Extract<DeviceFilterTerm, { values: readonly [number, ...number[]] }>

function organizationInPath({ http, input }: Operation, path: string): number | undefined {
  const parts = http.path.split('/')
  const at = parts.findIndex((part) => {
    const schema = part.startsWith('{') ? input.shape[part.slice(1, -1)] : undefined
    return schema !== undefined && findInRegistry(resources, schema as never)?.resource === 'organization'
  })
  return at < 0 ? undefined : Number(path.split('/')[at])
}

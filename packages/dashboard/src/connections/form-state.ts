/** What the credentials form holds, and what of it is sent. Pure. */
import type { Address, ConnectionDetail, ConnectionForm, Scope } from './data.ts'

export interface FormState {
  name: string
  /** A region's key, or `other` for an address. */
  region: string
  baseUrl: string
  hasUser: boolean
  platform: 'web' | 'native'
  userId: string
  userSecret: string
  scopes: Scope[]
  hasMachine: boolean
  machineId: string
  machineSecret: string
}

export function startForm(connection: ConnectionDetail | undefined, scopes: Scope[]): FormState {
  const asked = scopes.filter((scope) => connection?.user?.scopes.includes(scope))
  return {
    name: connection?.name ?? '',
    region: connection === undefined ? 'us' : (connection.region ?? 'other'),
    baseUrl: connection !== undefined && connection.region === null ? connection.baseUrl : '',
    hasUser: connection === undefined || connection.user !== null,
    platform: connection?.user?.platform ?? 'web',
    userId: connection?.user?.clientId ?? '',
    userSecret: '',
    scopes: asked.length > 0 ? asked : scopes,
    hasMachine: connection?.machine != null,
    machineId: connection?.machine?.clientId ?? '',
    machineSecret: '',
  }
}

const secretOf = (text: string) => (text === '' ? {} : { clientSecret: text })

export function addressOf({ region, baseUrl }: FormState): Address {
  return region === 'other' ? { baseUrl: baseUrl.trim() } : { region }
}

/** An application that is not wanted is left out of a new connection, and taken away from a stored one. */
export function toRequest(form: FormState, isNew: boolean): ConnectionForm {
  const absent = isNew ? {} : null
  const user = form.hasUser
    ? {
        clientId: form.userId.trim(),
        platform: form.platform,
        scopes: form.scopes,
        ...(form.platform === 'web' ? secretOf(form.userSecret) : {}),
      }
    : undefined
  const machine = form.hasMachine ? { clientId: form.machineId.trim(), ...secretOf(form.machineSecret) } : undefined
  return {
    ...addressOf(form),
    ...(user ? { user } : absent === null ? { user: null } : {}),
    ...(machine ? { machine } : absent === null ? { machine: null } : {}),
  }
}

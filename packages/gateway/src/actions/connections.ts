/** Connections: the owner's business alone, at the dashboard or at the owner's terminal. No answer holds a secret. */
import { z } from 'zod'
import { gatewayActor } from '../approvals/index.ts'
import { GatewayError } from '../call/index.ts'
import { scopeChoices, userPlatforms, type Visitor } from '../connections/index.ts'
import { actorOf, defineAction, type Parts, type Principal } from './action.ts'

const owner = { principals: ['person', 'owner'], ownerOnly: true, decides: false } satisfies {
  principals: Principal['kind'][]
  ownerOnly: true
  decides: false
}

const Name = z.string().max(64)
// NinjaOne's own are shorter; what cannot stand in a form field or a header is a slip of the clipboard.
const Visible = z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be visible ASCII characters without blanks')
const Address = {
  region: z.string().max(32).optional(),
  baseUrl: z.string().max(512).optional(),
}
const Machine = z.strictObject({ clientId: Visible, clientSecret: Visible.optional() })
const User = z.strictObject({
  clientId: Visible,
  platform: z.enum(userPlatforms),
  clientSecret: Visible.optional(),
  scopes: z.array(z.enum(scopeChoices)).default([...scopeChoices]),
})

/** The connection as the list shows it. */
async function view({ connectionKeeper }: Parts, name: string) {
  const found = (await connectionKeeper.list()).find((connection) => connection.name === name)
  if (found === undefined) throw new GatewayError('unknown_connection', `There is no connection "${name}".`)
  return found
}

/** Consent travels through a browser, so it is started and answered there. */
function visitorOf(principal: Principal): Visitor {
  if (principal.kind !== 'person')
    throw new GatewayError('forbidden', 'Authorizing needs a browser: use the dashboard.')
  return { by: actorOf(principal), session: principal.session.csrfToken }
}

export const listConnections = defineAction({
  id: 'connections.list',
  summary: 'List connections with how they are',
  http: { method: 'GET', path: '/api/connections' },
  ...owner,
  input: z.strictObject({}),
  run: async ({ connectionKeeper }) => ({
    connections: await connectionKeeper.list(),
    redirectUri: connectionKeeper.redirectUri(),
    regions: connectionKeeper.regions,
    scopes: scopeChoices,
  }),
})

export const probeAddress = defineAction({
  id: 'connections.probe',
  summary: 'Look whether a NinjaOne answers at a region or address; stores nothing',
  http: { method: 'POST', path: '/api/connection-probes' },
  ...owner,
  input: z.strictObject(Address),
  run: async ({ connectionKeeper }, _, address) => ({ item: await connectionKeeper.probe(address) }),
})

export const addConnection = defineAction({
  id: 'connections.add',
  summary: 'Add a connection to a NinjaOne tenant',
  http: { method: 'POST', path: '/api/connections' },
  ...owner,
  input: z.strictObject({ name: Name, ...Address, machine: Machine.optional(), user: User.optional() }),
  async run(parts, principal, { name, ...input }) {
    await parts.connectionKeeper.add(name, input, actorOf(principal))
    return view(parts, name)
  },
})

export const updateConnection = defineAction({
  id: 'connections.update',
  summary: 'Change the address or the applications of a connection',
  http: { method: 'POST', path: '/api/connections/:name' },
  ...owner,
  input: z.strictObject({ name: Name, ...Address, machine: Machine.nullish(), user: User.nullish() }),
  async run(parts, principal, { name, ...input }) {
    await parts.connectionKeeper.update(name, input, actorOf(principal))
    return view(parts, name)
  },
})

export const rotateConnectionSecret = defineAction({
  id: 'connections.rotateSecret',
  summary: 'Replace the client secret of an application',
  http: { method: 'POST', path: '/api/connections/:name/secret' },
  ...owner,
  input: z.strictObject({ name: Name, identity: z.enum(['machine', 'user']), clientSecret: Visible }),
  async run(parts, principal, { name, identity, clientSecret }) {
    await parts.connectionKeeper.rotateSecret(name, identity, clientSecret, actorOf(principal))
    return view(parts, name)
  },
})

export const checkConnection = defineAction({
  id: 'connections.check',
  summary: 'Check everything that a connection needs, now',
  http: { method: 'POST', path: '/api/connections/:name/check' },
  ...owner,
  input: z.strictObject({ name: Name }),
  async run(parts, _, { name }) {
    const items = await parts.connectionKeeper.check(name, async (identity) => {
      const read = parts.corridor.readFor(gatewayActor, name, identity)
      return ((await read('organizations.list', { pageSize: 50 })) ?? []) as { id: number; name: string }[]
    })
    return { items, connection: await view(parts, name) }
  },
})

export const authorizeConnection = defineAction({
  id: 'connections.authorize',
  summary: 'Begin a consent, or a new one: where to send the person',
  http: { method: 'POST', path: '/api/connections/:name/authorize' },
  ...owner,
  principals: ['person'],
  input: z.strictObject({ name: Name, anyway: z.boolean().default(false) }),
  run: ({ connectionKeeper }, principal, { name, anyway }) =>
    connectionKeeper.start(name, visitorOf(principal), anyway),
})

export const completeAuthorization = defineAction({
  id: 'connections.complete',
  summary: 'Take the answer that a person brings back from NinjaOne',
  http: { method: 'POST', path: '/api/authorizations' },
  ...owner,
  principals: ['person'],
  input: z.strictObject({ query: z.string().max(8192) }),
  run: ({ connectionKeeper }, principal, { query }) => connectionKeeper.complete(query, visitorOf(principal)),
})

export const useConnection = defineAction({
  id: 'connections.use',
  summary: 'Make a connection the default one',
  http: { method: 'POST', path: '/api/connections/:name/default' },
  ...owner,
  input: z.strictObject({ name: Name }),
  async run(parts, principal, { name }) {
    await parts.connectionKeeper.makeDefault(name, actorOf(principal))
    return view(parts, name)
  },
})

export const setBashRunner = defineAction({
  id: 'connections.setBashRunner',
  summary: 'Say which library script runs ad-hoc bash, or that none does',
  http: { method: 'POST', path: '/api/connections/:name/bash-runner' },
  ...owner,
  input: z.strictObject({ name: Name, scriptId: z.int().positive().nullable() }),
  async run(parts, principal, { name, scriptId }) {
    await parts.connectionKeeper.setBashRunner(name, scriptId, actorOf(principal))
    return view(parts, name)
  },
})

export const disconnectConnection = defineAction({
  id: 'connections.disconnect',
  summary: 'Revoke the consent at NinjaOne and forget the connection',
  http: { method: 'POST', path: '/api/connections/:name/disconnect' },
  ...owner,
  input: z.strictObject({ name: Name }),
  run: ({ connectionKeeper }, principal, { name }) => connectionKeeper.disconnect(name, actorOf(principal)),
})

/** Who an MCP client is, by the named key it brings. */
import type { Clock } from '@kunai/api/clock'
import { type Accounts, ownerName } from './accounts/index.ts'
import type { Actor } from './call/index.ts'
import type { Home } from './home/index.ts'

/** How long a client key is believed without asking the store; also how late a revocation may act. */
const keyLastsMs = 1_000

/** The actor of a bearer; undefined for what is no client key. Keys in the home folder are made known first. */
export async function recogniseMcpClients(
  home: Home,
  accounts: Accounts,
  clock: Clock,
): Promise<(bearer: string) => Promise<Actor | undefined>> {
  const known = new Map<string, { actor: Actor; until: number }>()
  home.key('mcp')
  const learnKeys = async () => {
    for (const { name, key } of home.mcpKeys()) await accounts.addKey('mcp', name, key)
  }
  await learnKeys()

  return async (bearer) => {
    const one = known.get(bearer)
    if (one && clock.now() < one.until) return one.actor
    known.delete(bearer)
    let name = await accounts.findKey('mcp', bearer)
    if (name === undefined) {
      // A stdio server makes its key when it first starts, which may be after us.
      await learnKeys()
      name = await accounts.findKey('mcp', bearer)
    }
    if (name === undefined) return undefined
    const actor: Actor = { kind: 'agent', id: `mcp:${name}`, name, onBehalfOf: ownerName }
    known.set(bearer, { actor, until: clock.now() + keyLastsMs })
    return actor
  }
}

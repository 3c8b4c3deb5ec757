/**
 * B5, the fidelity score: of the vendor's operations, how many an emulator answers as the vendor describes, how many it
 * guards by scope, how many writes show in a later read; and which quirks it has. The same calls go to each.
 */
import type { Operation } from '@kunai/api/operation'
import { explained } from '../packages/sandbox/src/test/proofs/explained.ts'
import { writeProofs } from '../packages/sandbox/src/test/proofs/index.ts'
import {
  createPlayer,
  exampleOf,
  operationOf,
  operations,
  type Player,
  parsed,
} from '../packages/sandbox/src/test/proofs/player.ts'
import { hasVendorSpec, VendorSchemas } from '../packages/sandbox/src/test/proofs/vendor-schema.ts'
import { fetchToken, startTenant, type Tenant, userGrant } from '../packages/sandbox/src/testing/tenant.ts'
import { startJsonServer, startPrism } from './support/peer-servers.ts'
import { removeFolder, temporaryFolder, withServers } from './support/processes.ts'
import { quirks } from './support/quirks.ts'
import { figure } from './support/report.ts'
import type { Task } from './support/task.ts'

interface Contestant {
  readonly name: string
  readonly player: Player
  /** Only ours has one. */
  readonly executed: () => number
}

interface Score {
  answered: number
  guarded: number
  shown: number
  quirks: number
}

export const sandboxFidelity: Task = {
  name: 'sandbox-fidelity',
  async run() {
    const folder = temporaryFolder()
    const tenant = await startTenant({ devices: 300, orgs: 6, alive: false })
    try {
      return await withServers(async (keep) => {
        const { sandbox } = tenant
        const contestants: Contestant[] = [
          { name: 'Kunai', player: createPlayer(tenant), executed: () => sandbox.control.ledger().length },
        ]
        const peers = {
          Prism: await startPrism(),
          'json-server': await startJsonServer(folder, {
            devices: (await tenant.asMachine('GET', '/v2/devices')).json,
            organizations: (await tenant.asMachine('GET', '/v2/organizations')).json,
          }),
        }
        for (const [name, server] of Object.entries(peers)) {
          if (!server) continue
          const { ready } = await keep(Promise.resolve(server))
          contestants.push({ name, player: createPlayer(tenant, ready.url), executed: () => 0 })
        }
        const vendor = hasVendorSpec ? new VendorSchemas() : undefined
        const scores: [string, Score][] = []
        for (const contestant of contestants) scores.push([contestant.name, await judge(contestant, tenant, vendor)])
        return report(scores, vendor !== undefined)
      })
    } finally {
      await tenant.sandbox.close()
      removeFolder(folder)
    }
  },
}

const holds = (work: () => Promise<boolean>) => work().catch(() => false)

async function judge(contestant: Contestant, tenant: Tenant, vendor: VendorSchemas | undefined): Promise<Score> {
  const score: Score = { answered: 0, guarded: 0, shown: 0, quirks: 0 }
  const { control } = tenant.sandbox
  const lacking = new Map<string, string>()
  const scopes = [...new Set(operations.map(({ scope }) => scope))]
  for (const scope of scopes) {
    const others = ['monitoring', 'management', 'control'].filter((one) => one !== scope).join(' ')
    lacking.set(scope, await fetchToken(tenant.sandbox, { ...userGrant(tenant.sandbox), scope: others }))
  }
  // Ids are asked of our tenant, which is the only one that has any; the call itself goes to the contestant.
  const source = createPlayer(tenant)
  for (const operation of operations) {
    control.reset()
    if (await holds(() => isGuarded(contestant.player, operation, lacking.get(operation.scope)))) score.guarded++
    control.reset()
    if (await holds(() => answersWell(contestant.player, source, operation, vendor))) score.answered++
    if (operation.risk === 'read') continue
    control.reset()
    if (await holds(() => showsLater(contestant, source, operation, tenant))) score.shown++
  }
  for (const { holds: test } of quirks) {
    control.reset()
    if (await holds(() => test(contestant.player, source, tenant))) score.quirks++
  }
  return score
}

async function isGuarded(player: Player, operation: Operation, lacking: string | undefined): Promise<boolean> {
  const without = await player.send(operation, exampleOf(operation), undefined)
  const less = await player.send(operation, exampleOf(operation), lacking)
  return without.status >= 400 && less.status === 403
}

async function answersWell(
  player: Player,
  source: Player,
  operation: Operation,
  vendor: VendorSchemas | undefined,
): Promise<boolean> {
  const reply = await player.perform(operation, await source.inputOf(operation))
  if (reply.status >= 300) return false
  if (operation.http.answer === 'file') return true
  const answer = parsed(reply)
  const differences = answer === undefined ? [] : (vendor?.differences(operation, answer) ?? [])
  return differences.every((line) => explained(operation.id, line) !== undefined)
}

async function showsLater(
  { player, executed }: Contestant,
  source: Player,
  operation: Operation,
  { sandbox }: Tenant,
): Promise<boolean> {
  const proof = writeProofs[operation.id as keyof typeof writeProofs]
  if (!proof) return false
  const input = await proof.input(source.call)
  const look = async (answer: unknown): Promise<unknown> => {
    if (proof.read === 'ledger') return executed() > 0 ? sandbox.control.ledger() : []
    const question = proof.of ? await proof.of(input, answer, player.call) : {}
    if (question === undefined) return undefined
    const reply = await player.perform(operationOf(proof.read), question)
    if (reply.status >= 300 && reply.status !== 404) throw new Error(`${proof.read} answered ${reply.status}`)
    return reply.status === 404 ? undefined : parsed(reply)
  }
  const before = await look(undefined)
  if (proof.shows(before, input, before)) return false
  const reply = await player.perform(operation, input)
  if (reply.status >= 300) return false
  if (proof.afterMs) sandbox.control.advance(proof.afterMs)
  return proof.shows(await look(parsed(reply)), input, before)
}

function report(scores: readonly (readonly [string, Score])[], hasJudge: boolean) {
  const all = operations.length
  const writes = operations.filter(({ risk }) => risk !== 'read').length
  const share = (count: number, of: number) => `${count} (${figure((100 * count) / of)} %)`
  const [, ours] = scores[0] ?? []
  const least = ours ? Math.min(ours.answered / all, ours.guarded / all, ours.shown / writes) : 0
  return {
    title: `sandbox-fidelity: of ${all} operations (the vendor's own; its 44 untyped stubs are left out)`,
    table: {
      head: ['emulator', 'answers as described', 'guarded by scope', `writes that show (of ${writes})`, 'quirks'],
      rows: scores.map(([name, score]) => [
        name,
        share(score.answered, all),
        share(score.guarded, all),
        share(score.shown, writes),
        `${score.quirks} of ${quirks.length}`,
      ]),
    },
    targets: [`Target each share ≥ 90 %: ${least >= 0.9 ? 'met' : 'MISSED'} (${figure(100 * least)} %).`],
    notes: [
      hasJudge
        ? 'Described: by NinjaOne’s own OpenAPI text, judged by ajv; a field that it does not name counts as wrong.'
        : 'NinjaOne’s own description is not here, so an answer counts when its status is good.',
      'Ids in the calls are those of our tenant; a peer that ignores them loses nothing by it.',
      'One run: nothing here depends on time. A peer that is missing from the table is not installed.',
    ],
  }
}

/**
 * Every operation through Prism, in both directions: it finds nothing that `prism-violations.ts` does not explain. The
 * campaign and the CI (`KUNAI_TEST_PEERS=1`) fetch Prism; a plain run takes it where it was fetched before, because it is
 * too large for everybody.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findPeer, installPeer, prism } from '../../../../../scripts/providers/peers.ts'
import { behaviours } from '../../behaviours/index.ts'
import { startTenant, type Tenant } from '../../testing/tenant.ts'
import { createPlayer, operationOf, operations, type Player } from './player.ts'
import { type Referee, startReferee, violationsOf } from './prism.ts'
import { isExplained, unusedExplanations } from './prism-violations.ts'
import { hasVendorSpec, vendorSpecFile } from './vendor-schema.ts'

const { KUNAI_CAMPAIGN, KUNAI_TEST_PEERS } = process.env
const program = KUNAI_CAMPAIGN === '1' || KUNAI_TEST_PEERS === '1' ? installPeer(prism) : findPeer(prism)
const why = !hasVendorSpec
  ? 'NinjaOne’s own description does not lie beside this checkout'
  : 'Prism is not here: npm run campaign -- prism fetches it'

if (!hasVendorSpec || program === undefined) {
  test.skip(`Prism judges no operation: ${why}`, () => {})
} else {
  let tenant: Tenant
  let referee: Referee
  let direct: Player
  let judged: Player
  beforeAll(async () => {
    tenant = await startTenant({ devices: 60, orgs: 6, alive: false })
    referee = await startReferee(program, vendorSpecFile, tenant.sandbox.url)
    direct = createPlayer(tenant)
    judged = createPlayer(tenant, referee.url)
  }, 300_000)
  beforeEach(() => tenant.sandbox.control.reset())
  afterAll(async () => {
    await referee?.close()
    await tenant?.sandbox.close()
  })

  const modelled = operations.filter(({ id }) => id in behaviours)
  test.each(modelled.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const input = await direct.inputOf(operation)
    // Few rows: what Prism finds is told in a header, which has room for only so much.
    const page = operation.risk === 'read' && 'pageSize' in operation.input.shape ? { pageSize: 10 } : {}
    const reply = await judged.perform(operation, { ...input, ...page })
    expect(reply.status, reply.text).toBeLessThan(300)
    const found = violationsOf(reply).filter((line) => !isExplained(id, line))
    // An assertion would cut the lines short.
    if (found.length > 0) throw new Error(found.join('\n'))
  })

  test('no explanation is left over', () => {
    expect(unusedExplanations()).toEqual([])
  })

  test('Prism finds what is planted: an answer of the wrong type', async () => {
    tenant.sandbox.control.addFault({
      match: { operation: 'devices.list' },
      effect: { kind: 'drift', add: { id: 'not a number' }, rename: {}, remove: [] },
    })
    const reply = await judged.perform(operationOf('devices.list'), {})
    expect(violationsOf(reply)).not.toEqual([])
  })
}

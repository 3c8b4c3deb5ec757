/**
 * One proof per operation, over HTTP against a running sandbox: who may not is refused in the vendor's words, what is
 * answered is what the vendor describes, and what was written shows in the read that `index.ts` names.
 */
import type { Operation } from '@kunai/api/operation'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { behaviours } from '../../behaviours/index.ts'
import { fetchToken, machineGrant, type Reply, startTenant, type Tenant, userGrant } from '../../testing/tenant.ts'
import { explained } from './explained.ts'
import { writeProofs } from './index.ts'
import { createPlayer, exampleOf, operationOf, operations, type Player, parsed } from './player.ts'
import type { WriteProof } from './proof.ts'
import { emptyAnswers } from './reads.ts'
import { hasVendorSpec, VendorSchemas } from './vendor-schema.ts'

const modelled = operations.filter(({ id }) => id in behaviours)
const writes = operations.filter(({ risk }) => risk !== 'read')
const scopes = ['monitoring', 'management', 'control']

let tenant: Tenant
let player: Player
let vendor: VendorSchemas | undefined
const lacking = new Map<string, string>()

beforeAll(async () => {
  tenant = await startTenant({ devices: 300, orgs: 6, alive: false })
  player = createPlayer(tenant)
  if (hasVendorSpec) vendor = new VendorSchemas()
  else console.log(`${modelled.length} operations: the vendor’s description is absent, so it judged no answer.`)
  for (const scope of scopes) {
    const others = scopes.filter((one) => one !== scope).join(' ')
    lacking.set(scope, await fetchToken(tenant.sandbox, { ...userGrant(tenant.sandbox), scope: others }))
  }
})
beforeEach(() => tenant.sandbox.control.reset())
afterAll(() => tenant.sandbox.close())

describe('every operation refuses who may not, in the vendor’s words', () => {
  test.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (_id, operation) => {
    const refusal = async (token: string | undefined) => {
      const { status, json } = await player.send(operation, exampleOf(operation), token)
      return { status, error: json.error, code: json.error_code }
    }
    const { sandbox } = tenant
    expect(await refusal(undefined)).toEqual({ status: 400, error: 'missing_header', code: 2 })
    expect(await refusal('no-such-token')).toEqual({ status: 401, error: 'not_authenticated', code: 10 })
    expect(await refusal(lacking.get(operation.scope))).toMatchObject({ status: 403, error: 'insufficient_scope' })
    if (operation.identity === 'user') {
      const machine = await fetchToken(sandbox, machineGrant(sandbox))
      expect(await refusal(machine)).toEqual({ status: 403, error: 'user_context_required', code: 5 })
    }
    expect(sandbox.control.ledger()).toEqual([])
  })
})

/** Answers as the catalogue and the vendor say, and nothing that is null: the vendor leaves that out. */
function judge(operation: Operation, reply: Reply): void {
  const { id, http } = operation
  expect(reply.status, `${id}: ${reply.text}`).toBeLessThan(300)
  if (http.answer === 'file') return
  const described = vendor?.statuses(operation) ?? []
  if (described.length > 0) expect(described, id).toContain(reply.status)
  expect(reply.text).not.toMatch(/[:[,]null[\],}]/)
  const answer = parsed(reply)
  // A good answer without a body is no output.
  if (answer !== undefined) expect(operation.output.safeParse(answer).error, id).toBeUndefined()
  if (answer === undefined || !vendor) return
  const found = vendor.differences(operation, answer) ?? []
  expect(found.filter((line) => explained(id, line) === undefined).join('; '), id).toBe('')
}

describe('every read answers as the vendor describes, with something to describe', () => {
  const reads = modelled.filter(({ risk }) => risk === 'read')
  test.each(reads.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const input = await player.inputOf(operation)
    const before = tenant.sandbox.control.ledger().length
    const reply = await player.perform(operation, input)
    judge(operation, reply)
    expect(tenant.sandbox.control.ledger()).toHaveLength(before)
    const isEmpty = /^(\[\]|\{\}|)$|"(results|data|activities|devices)":\[\]/.test(reply.text)
    expect([id, isEmpty]).toEqual([id, emptyAnswers.includes(id)])
  })
})

/** Undefined when the read says that there is no such thing. */
async function look({ read: id, of }: WriteProof, input: object, answer: unknown): Promise<unknown> {
  if (id === 'ledger') return tenant.sandbox.control.ledger()
  const question = of ? await of(input, answer, player.call) : {}
  if (question === undefined) return undefined
  const reply = await player.perform(operationOf(id), question)
  if (reply.status === 404) return undefined
  judge(operationOf(id), reply)
  return parsed(reply)
}

describe('every write answers as the vendor describes, and shows in a later read', () => {
  const proven = modelled.filter(({ risk }) => risk !== 'read')
  test.each(proven.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const proof = writeProofs[id as keyof typeof writeProofs]
    if (!proof) throw new Error(`${id} has no entry in packages/sandbox/src/test/proofs`)
    const { control } = tenant.sandbox
    const input = await proof.input(player.call)
    const before = await look(proof, input, undefined)
    expect(proof.shows(before, input, before), `${proof.read} shows it before it was done`).toBe(false)
    const commands = control.ledger().length
    const reply = await player.perform(operation, input)
    judge(operation, reply)
    expect(control.ledger().slice(commands)).toMatchObject([{ operation: id }])
    if (proof.afterMs) control.advance(proof.afterMs)
    const after = await look(proof, input, operation.http.answer === 'file' ? undefined : parsed(reply))
    expect(proof.shows(after, input, before), `${proof.read} does not show it: ${JSON.stringify(after)}`).toBe(true)
  })
})

test('no write operation is without an entry, and no entry without its operation', () => {
  expect(Object.keys(writeProofs).sort()).toEqual(writes.map(({ id }) => id).sort())
  const reads = Object.values(writeProofs).flatMap((proof) => (proof && proof.read !== 'ledger' ? [proof.read] : []))
  // The board is asked with POST, and is a read all the same.
  expect(reads.filter((id) => operationOf(id).risk !== 'read')).toEqual([])
})

test('what is not modelled names itself and does nothing', async () => {
  for (const operation of operations.filter(({ id }) => !(id in behaviours))) {
    const { status, json } = await player.perform(operation, exampleOf(operation))
    expect([status, json.operation]).toEqual([501, operation.id])
  }
  expect(tenant.sandbox.control.ledger()).toEqual([])
})

test.runIf(hasVendorSpec)(
  'the judge finds a field that is not the vendor’s, a wrong type and a word that is none',
  () => {
    const list = operationOf('devices.list')
    const judged = (row: object) => vendor?.differences(list, [row])
    expect(judged({ id: 1, systemName: 'A', nodeClass: 'WINDOWS_SERVER' })).toEqual([])
    expect(judged({ id: 1, colour: 'red' })).toEqual(['/*/colour is not described'])
    expect(judged({ id: 'one' })).toEqual([expect.stringContaining('/*/id must be')])
    expect(judged({ id: 1, nodeClass: 'TOASTER' })).toEqual([expect.stringContaining('/*/nodeClass must be equal')])
  },
)

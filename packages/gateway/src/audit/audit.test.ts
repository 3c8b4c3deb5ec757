import { manualClock } from '@kunai/api/clock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/store.ts'
import { openStore, type Store } from '../store/index.ts'
import { type Audit, createAudit } from './index.ts'

let place: TestDatabase
let store: Store
let audit: Audit
const actor = { kind: 'agent', id: 'mcp:a', name: 'a' } as const

beforeAll(async () => {
  place = await createTestDatabase()
  store = await openStore(place.storeOptions)
  audit = createAudit(store, manualClock())
})
afterAll(async () => {
  await store.close()
  await place.remove()
})

const entry = (summary: string) => ({ kind: 'call-ended', actor, summary, callId: 'call_1', data: { status: 'done' } })

it('many who append at once share commits, and every event is there, in one unbroken chain', async () => {
  await Promise.all(Array.from({ length: 1200 }, (_, index) => audit.append(entry(`event ${index}`))))
  const { seq } = await audit.head()
  expect(seq).toBe(1200)
  expect(await audit.verify()).toMatchObject({ ok: true, events: 1200 })
  const pages = await audit.list({ limit: 3 })
  expect(pages.map((event) => event.seq)).toEqual([1200, 1199, 1198])
  expect((await audit.list({ limit: 3, before: 1199 })).map((event) => event.seq)).toEqual([1198, 1197, 1196])
})

it('two that append to one chain, alone and inside transactions, leave one unbroken chain', async () => {
  const other = createAudit(store, manualClock())
  const before = (await audit.head()).seq
  const rounds = Array.from({ length: 20 }, (_, index) => [
    audit.append(entry(`one ${index}`)),
    other.append(entry(`two ${index}`)),
    store.database.transaction().execute((transaction) => audit.appendIn(transaction, [entry(`three ${index}`)])),
  ])
  await Promise.all(rounds.flat())
  expect(await audit.verify()).toMatchObject({ ok: true, events: before + 60 })
})

it('whatever a caller writes is kept, and an event that cannot be written takes no other with it', async () => {
  const before = (await audit.head()).seq
  const odd = '\u0000 \ud800 \u202e end'
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const results = await Promise.allSettled([
    audit.append(entry('before')),
    audit.append({
      ...entry(odd),
      operation: odd,
      connection: odd,
      data: { [odd]: odd },
      actor: { ...actor, name: odd },
    }),
    audit.append({ ...entry('broken'), data: circle }),
    audit.append(entry('after')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(await audit.verify()).toMatchObject({ ok: true, events: before + 3 })
  const kept = await audit.list({ limit: 3 })
  expect(kept.map(({ summary }) => summary)).toContain('\u2400 \ufffd \u202e end')
})

it('an event inside a transaction that fails is not there, and leaves no gap', async () => {
  const before = await audit.head()
  await expect(
    store.database.transaction().execute(async (transaction) => {
      await audit.appendIn(transaction, [entry('lost')])
      throw new Error('planted')
    }),
  ).rejects.toThrow('planted')
  expect(await audit.head()).toEqual(before)
  await audit.append(entry('next'))
  expect(await audit.verify()).toMatchObject({ ok: true, events: before.seq + 1 })
})

describe('verify finds', () => {
  const columns = {
    at: '2020-01-01T00:00:00.000Z',
    kind: 'x',
    call_id: 'x',
    approval_id: 'x',
    operation: 'x',
    connection: 'x',
    actor: '{}',
    door: 'x',
    summary: 'x',
    data: '{}',
    previous_hash: 'x',
    hash: 'x',
  }

  it.each(Object.entries(columns))('an edit of %s', async (column, value) => {
    const seq = 7
    const { [column]: kept } = (await store.database
      .selectFrom('audit_events')
      .selectAll()
      .where('seq', '=', seq)
      .executeTakeFirstOrThrow()) as unknown as Record<string, string>
    const set = (to: unknown) =>
      store.database
        .updateTable('audit_events')
        .set({ [column]: to } as never)
        .where('seq', '=', seq)
        .execute()
    await set(value)
    expect(await audit.verify()).toMatchObject({ ok: false })
    await set(kept)
    expect(await audit.verify()).toMatchObject({ ok: true })
  })

  it('a cut at the end, an event taken out, and two that changed places', async () => {
    const all = await audit.since(0, 2000)
    const last = all.at(-1)
    if (last === undefined) throw new Error('no events')
    const put = (event: (typeof all)[number]) => store.database.insertInto('audit_events').values(event).execute()
    const remove = (seq: number) => store.database.deleteFrom('audit_events').where('seq', '=', seq).execute()

    await remove(last.seq)
    expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: last.seq })
    await put(last)

    const [first, second] = [all[9], all[10]]
    if (first === undefined || second === undefined) throw new Error('too few events')
    await remove(first.seq)
    expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: first.seq })
    await remove(second.seq)
    await put({ ...second, seq: first.seq })
    await put({ ...first, seq: second.seq })
    expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: first.seq })
  })
})

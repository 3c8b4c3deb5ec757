import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/store.ts'
import { openEmbedded, openStore, StoreError } from './index.ts'

const isEmbedded = process.env.KUNAI_TEST_STORE !== 'postgres'
const places: TestDatabase[] = []
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove()
})
async function place(): Promise<TestDatabase> {
  const made = await createTestDatabase()
  places.push(made)
  return made
}

const person = (name: string) => ({ id: name, name, role: 'approver' as const, created_at: '2026-01-05T09:00:00.000Z' })

describe('on either database', () => {
  it('keeps rows over a restart, and reads times as ISO 8601', async () => {
    const { storeOptions } = await place()
    const first = await openStore(storeOptions)
    await first.database.insertInto('people').values(person('Ada')).execute()
    await first.close()
    const second = await openStore(storeOptions)
    expect(await second.database.selectFrom('people').selectAll().execute()).toEqual([person('Ada')])
    await second.close()
  })

  it('a transaction that fails leaves nothing, and queries beside it are not inside it', async () => {
    const { storeOptions } = await place()
    const store = await openStore(storeOptions)
    const failing = store.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('people').values(person('inside')).execute()
      throw new Error('planted')
    })
    const beside = store.database.insertInto('people').values(person('beside')).execute()
    await expect(failing).rejects.toThrow('planted')
    await beside
    const names = await store.database.selectFrom('people').select('name').execute()
    expect(names).toEqual([{ name: 'beside' }])
    await store.close()
  })

  it('refuses a database that a newer version has used', async () => {
    const { storeOptions } = await place()
    const store = await openStore(storeOptions)
    await store.database
      .insertInto('migrations')
      .values({ number: 9999, name: '9999-later.sql', sha256: 'x' })
      .execute()
    await store.close()
    await expect(openStore(storeOptions)).rejects.toMatchObject({ code: 'store_newer' })
  })
})

if (isEmbedded)
  describe('embedded', () => {
    it('flushes every commit to the disk', async () => {
      const { folder } = await place()
      const database = await openEmbedded(join(folder, 'data'))
      await database.execute('create table t (i int)')
      const before = await database.flushes()
      for (let index = 0; index < 5; index++) await database.query('insert into t values ($1)', [index])
      expect((await database.flushes()) - before).toBeGreaterThanOrEqual(5)
      const settings = await database.query(
        `select setting from pg_settings where name in ('fsync', 'wal_sync_method')`,
        [],
      )
      expect(settings.rows).toEqual([{ setting: 'on' }, { setting: 'fsync' }])
      await database.close()
    })

    it('is open to one process: another is told which one has it, and loses nothing', async () => {
      const { storeOptions } = await place()
      const store = await openStore(storeOptions)
      const refused = await openStore(storeOptions).catch((error) => error)
      expect(refused).toBeInstanceOf(StoreError)
      expect(refused).toMatchObject({ code: 'store_locked' })
      expect(refused.message).toContain(`process ${process.pid}`)
      expect(refused.message).toContain('KUNAI_HOME')
      await store.close()
      await (await openStore(storeOptions)).close()
    })

    it('of 8 processes that open it at once, one gets it; when that one is killed, the next does', async () => {
      const { folder } = await place()
      const lock = new URL('./embedded/lock.ts', import.meta.url).href
      const script = `
      const { lockFolder } = await import(${JSON.stringify(lock)})
      process.stdin.once('data', () => {
        try { lockFolder(${JSON.stringify(folder)}); console.log('got it') } catch (error) { console.log(error.code) }
      })
      setInterval(() => {}, 1000)
      console.log('ready')`
      const say = async (child: ReturnType<typeof start>) => String((await once(child.stdout, 'data'))[0]).trim()
      const start = () =>
        spawn(process.execPath, ['--conditions=@kunai/source', '--input-type=module', '-e', script], {
          stdio: ['pipe', 'pipe', 'inherit'],
        })
      const children = Array.from({ length: 8 }, start)
      await Promise.all(children.map(say))
      const answers = Promise.all(children.map(say))
      for (const child of children) child.stdin.write('go\n')
      const words = await answers
      expect(words.filter((word) => word === 'got it')).toHaveLength(1)
      expect(words.filter((word) => word === 'store_locked')).toHaveLength(7)

      const holder = children[words.indexOf('got it')]
      const gone = Promise.all(children.map((child) => once(child, 'exit')))
      for (const child of children) child.kill('SIGKILL')
      await gone
      expect(holder).toBeDefined()
      const next = start()
      await say(next)
      const answer = say(next)
      next.stdin.write('go\n')
      expect(await answer).toBe('got it')
      next.kill('SIGKILL')
      await once(next, 'exit')
    })

    it('runs in a thread of its own: ours turns on while a long query runs', async () => {
      const { folder } = await place()
      const database = await openEmbedded(join(folder, 'data'))
      let turns = 0
      let running = true
      const count = () => {
        turns++
        if (running) setImmediate(count)
      }
      const query = database.query('select count(*) from generate_series(1, 2000000)', [])
      setImmediate(count)
      await query
      running = false
      expect(turns).toBeGreaterThan(100)
      await database.close()
    })

    it('a damaged folder is named, left alone, and the cure is said', async () => {
      const { folder } = await place()
      await (await openEmbedded(join(folder, 'data'))).close()
      const control = join(folder, 'data', 'pgdata', 'global', 'pg_control')
      truncateSync(control, 10)
      const files = readdirSync(join(folder, 'data', 'pgdata'))
      const refused = await openEmbedded(join(folder, 'data')).catch((error) => error)
      expect(refused).toMatchObject({ code: 'store_corrupted' })
      expect(refused.message).toContain(join(folder, 'data'))
      expect(refused.message).toMatch(/backup/)
      expect(readdirSync(join(folder, 'data', 'pgdata'))).toEqual(expect.arrayContaining(files))
      expect(readFileSync(control)).toHaveLength(10)
    })

    it('a folder that cannot be made is not called damaged, and can be made later', async () => {
      const { folder } = await place()
      const noTemplate = join(folder, 'file')
      writeFileSync(noTemplate, '')
      const refused = await openEmbedded(join(folder, 'data'), noTemplate).catch((error) => error)
      expect(refused).not.toBeInstanceOf(StoreError)
      expect(refused).toMatchObject({ code: 'ENOTDIR' })
      await (await openEmbedded(join(folder, 'data'))).close()
    })
  })

if (!isEmbedded)
  describe('PostgreSQL', () => {
    it('tells living instances from dead ones', async () => {
      const { storeOptions } = await place()
      const first = await openStore(storeOptions)
      const second = await openStore(storeOptions)
      expect(await second.isInstanceAlive(first.instanceId)).toBe(true)
      expect(await second.isInstanceAlive('somebody else')).toBe(false)
      await first.close()
      expect(await second.isInstanceAlive(first.instanceId)).toBe(false)
      await second.close()
    })

    it('gateways that start together migrate once', async () => {
      const { storeOptions } = await place()
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(storeOptions)))
      await Promise.all(stores.map((store) => store.close()))
      expect(stores).toHaveLength(4)
    })
  })

it('a server that does not answer is named without its password', async () => {
  const refused = await openStore({ url: 'postgresql://kunai:sesame@127.0.0.1:1/kunai' }).catch((error) => error)
  expect(refused).toMatchObject({ code: 'store_unreachable' })
  expect(refused.message).toContain('127.0.0.1:1/kunai')
  expect(refused.message).not.toContain('sesame')
})

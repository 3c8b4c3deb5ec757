import { expect, it } from 'vitest'
import { createTestDatabase } from '../../test/store.ts'
import { openStore } from './index.ts'

const isEmbedded = process.env.KUNAI_TEST_STORE !== 'postgres'

it('under one name one runs at a time, in every process that shares the store; a failure lets the next one in', async () => {
  const place = await createTestDatabase()
  const first = await openStore(place.storeOptions)
  const second = isEmbedded ? first : await openStore(place.storeOptions)
  let inside = 0
  let most = 0
  const use = (fails: boolean) => async () => {
    most = Math.max(most, ++inside)
    // Queries go through while somebody is in here: whoever refreshes a token stores it before leaving.
    await first.check()
    inside--
    if (fails) throw new Error('planted')
    return 'done'
  }
  const runs = Array.from({ length: 12 }, (_, index) =>
    (index % 2 ? first : second).exclusively('tokens', use(index % 3 === 0)).catch((error: Error) => error.message),
  )
  const words = await Promise.all(runs)
  expect(most).toBe(1)
  expect(words.filter((word) => word === 'done')).toHaveLength(8)
  expect(await first.exclusively('a', () => second.exclusively('b', async () => 'another name'))).toBe('another name')
  await first.close()
  if (second !== first) await second.close()
  await place.remove()
})

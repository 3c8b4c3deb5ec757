/** A device's name where its id is wanted, among a hundred thousand: how long until the id, and until all names are known. */
import { manualClock } from '@kunai/api/clock'
import { operations } from '../packages/gateway/src/call/index.ts'
import { createNames } from '../packages/gateway/src/corridor/names.ts'
import type { Read } from '../packages/gateway/src/corridor/references.ts'
import { seed } from './support/machine.ts'
import { atMost, spread } from './support/report.ts'
import { percentile, summarize } from './support/statistics.ts'
import { inTurns, type Task } from './support/task.ts'

const devices = 100_000
const organizations = 700
const p99MsMax = 10
const lookups = 2_000
/** Looking through all names for similar ones costs more: fewer of them fill a turn. */
const misses = 200

const fleet = Array.from({ length: devices }, (_, index) => ({
  id: index + 1,
  organizationId: (index % organizations) + 1,
  nodeClass: 'WINDOWS_WORKSTATION',
  offline: false,
  displayName: `Desk ${index} of client ${index % organizations}`,
  systemName: `CL${index % organizations}-PC${index}`,
  dnsName: `cl${index % organizations}-pc${index}.corp.example.net`,
}))

/** NinjaOne's pages from memory: what is measured is ours alone. */
const read: Read = async (id, input) => {
  if (id === 'organizations.get') return { name: `Client ${input.id}` }
  const after = Number(input.after ?? 0)
  return fleet.slice(after, after + Number(input.pageSize))
}

const asks: Readonly<Record<string, { readonly count: number; readonly nameOf: (index: number) => string }>> = {
  'exact name': { count: lookups, nameOf: (index) => fleet[index]?.systemName ?? '' },
  'in other case': { count: lookups, nameOf: (index) => (fleet[index]?.dnsName ?? '').toUpperCase() },
  'no such name, similar ones named': { count: misses, nameOf: (index) => `PC${index}.corp` },
  'no such name, nothing like it': { count: misses, nameOf: (index) => `printer of room ${index}` },
}

export const names: Task = {
  name: 'names',
  async run({ runs }) {
    const getDevice = operations.find(({ id }) => id === 'devices.get')
    if (getDevice === undefined) throw new TypeError('there is no devices.get')
    const scope = { connection: 'bench', actorId: 'bench' }
    // Time stands still: what is kept stays believed.
    const kept = createNames(manualClock())
    const resolve = (all: typeof kept, name: string) => all.resolve(getDevice, { id: name }, read, scope)
    let state = seed
    const anyIndex = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % devices
    }
    const measure = async ({ count, nameOf }: (typeof asks)[string]) => {
      const took: number[] = []
      for (let ask = 0; ask < count; ask++) {
        const name = nameOf(anyIndex())
        const began = performance.now()
        await resolve(kept, name).catch(() => undefined)
        took.push(performance.now() - began)
      }
      took.sort((left, right) => left - right)
      return { p50Ms: percentile(took, 50), p99Ms: percentile(took, 99) }
    }
    for (const ask of Object.values(asks)) await measure(ask)
    const measured = await inTurns(runs, {
      ...Object.fromEntries(Object.entries(asks).map(([what, ask]) => [what, () => measure(ask)])),
    })
    const { built } = await inTurns(runs, {
      built: async () => {
        const began = performance.now()
        await resolve(createNames(manualClock()), fleet[0]?.systemName ?? '')
        return performance.now() - began
      },
    })
    const of = (what: string, pick: 'p50Ms' | 'p99Ms') =>
      summarize((measured[what] ?? []).map((turn) => (turn as { p50Ms: number; p99Ms: number })[pick]))
    return {
      title: `names: a device by name among ${devices.toLocaleString('en-US')}, after warm-up`,
      table: {
        head: ['asked for', 'p50 ms', 'p99 ms', 'limit, ms'],
        rows: [
          ...Object.keys(asks).map((what) => [
            what,
            spread(of(what, 'p50Ms')),
            spread(of(what, 'p99Ms')),
            `${p99MsMax}`,
          ]),
          ['the first name: all are listed and indexed', spread(summarize(built)), '', ''],
        ],
      },
      targets: Object.keys(asks).map((what) => atMost(`p99, ${what}`, of(what, 'p99Ms'), p99MsMax, ' ms')),
      notes: [
        `Three names a device, ${organizations} organizations; each page of 1,000 comes from memory, so NinjaOne's time is not in it.`,
        'The first name lists and indexes all of them, which is kept two minutes for each caller; a name that nobody has is looked for in new lists when they are older than five seconds.',
        'There is no peer: other servers take ids, or search by a request to NinjaOne.',
      ],
    }
  },
}

/**
 * Many small writes, one commit: a disk gives a few hundred flushes a second, and whatever arrives while one is under
 * way shares the next. Each caller waits until its own write is durable.
 */

/** Writes all of them or throws; the answers are in the order of the items. */
export type WriteGroup<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>

/** How many items one commit carries at most. */
const groupMax = 200

export function createGroupCommit<Item, Answer>(write: WriteGroup<Item, Answer>): (item: Item) => Promise<Answer> {
  let queue: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let writing = false

  async function drain(): Promise<void> {
    if (writing) return
    writing = true
    try {
      while (queue.length > 0) {
        const group = queue.slice(0, groupMax)
        queue = queue.slice(groupMax)
        try {
          const answers = await write(group.map(({ item }) => item))
          group.forEach(({ resolve }, index) => {
            resolve(answers[index] as Answer)
          })
        } catch (error) {
          for (const { reject } of group) reject(error)
        }
      }
    } finally {
      writing = false
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      // Whatever else this turn of the loop writes shares the commit.
      setImmediate(drain)
    })
}

/** One at a time under each name, within this process, in the order of asking. */
export function queueByName(): <Value>(name: string, use: () => Promise<Value>) => Promise<Value> {
  const last = new Map<string, Promise<unknown>>()
  return (name, use) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(use)
    const settled = mine.catch(() => undefined)
    last.set(name, settled)
    void settled.then(() => {
      if (last.get(name) === settled) last.delete(name)
    })
    return mine
  }
}

/**
 * How the window that comes back from NinjaOne tells the page that waits for it. The two cannot hold on to each other:
 * the way over NinjaOne's host separates them, as it should.
 */

export interface Returned {
  connection: string
}

const name = 'kunai-authorization'

export function tellReturn(returned: Returned): void {
  const channel = new BroadcastChannel(name)
  channel.postMessage(returned)
  channel.close()
}

/** Calls `hear` for each return until the returned function is called. */
export function awaitReturn(hear: (returned: Returned) => void): () => void {
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', (event: MessageEvent<Returned>) => hear(event.data))
  return () => channel.close()
}

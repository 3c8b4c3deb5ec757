import { createServer, type IncomingMessage } from 'node:http'
import { type Client, hasWebhookHeader, parseWebhook, rememberKeys } from '@kunai/api'

const bytesMax = 1_048_576
/** One memory for both ways in: an activity that was delivered is not taken again when it is looked up. */
const seen = rememberKeys({ keysMax: 10_000 })

export type Take = (activityId: number) => Promise<void>

/** A server that NinjaOne can send to. `take` puts the id into a queue; whoever works on it reads the activity again. */
export function createReceiver(secrets: { value: string; previousValue?: string }, take: Take) {
  return createServer((request, response) => {
    receive(request, secrets, take).then(
      (status) => response.writeHead(status, status < 300 ? {} : { connection: 'close' }).end(),
      () => response.writeHead(500, { connection: 'close' }).end(),
    )
  })
}

async function receive(request: IncomingMessage, secrets: { value: string; previousValue?: string }, take: Take) {
  if (request.method !== 'POST') return 405
  if (!hasWebhookHeader(request.headers, { name: 'x-webhook-secret', ...secrets })) return 401
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) return 413
    chunks.push(chunk)
  }
  const parsed = parseWebhook(Buffer.concat(chunks), { bytesMax })
  if (!parsed.ok) return 400 // parsed.message says why, and may be logged
  for (const delivery of parsed.deliveries) {
    const id = delivery.kind === 'activity' ? delivery.activity.id : undefined
    if (id !== undefined) await takeOnce(delivery.dedupeKey, () => take(id))
  }
  return 204
}

async function takeOnce(key: string, take: () => Promise<void>) {
  if (!seen.isNew(key)) return
  try {
    await take()
  } catch (error) {
    seen.forget(key) // its repeat, or the next look into the list, tries again
    throw error
  }
}

/** What was never delivered, from the list itself. Gives the id to go on from next time: store it. */
export async function takeMissed(client: Client, newerThan: number, take: Take): Promise<number> {
  let last = newerThan
  for await (const activity of client.activities.list.all({ newerThan, type: 'CONDITION' })) {
    await takeOnce(`activity:${activity.id}`, () => take(activity.id))
    last = Math.max(last, activity.id)
  }
  return last
}

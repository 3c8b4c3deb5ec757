/** Reads a body from the socket, and no more of it than there is room for. */
import type { IncomingMessage } from 'node:http'

export type ReadBody = Buffer | 'too-large' | 'no-room'

const jsonBytesMax = 1024 * 1024
/** Room for a file of ten megabytes, as the catalogue's operations take them, and what stands around it. */
const formBytesMax = 16 * 1024 * 1024
/** Of all bodies that are on their way at one time. */
const allBytesMax = 96 * 1024 * 1024
/** How much more of a body that is refused is read and thrown away, so that the client gets to read its answer. */
const discardedBytesMax = 64 * 1024 * 1024

/** One per server: it knows what all requests together hold. */
export class BodyReader {
  #bytesHeld = 0

  /** `done` is called once, or never when the client leaves in the middle. */
  read(request: IncomingMessage, done: (body: ReadBody) => void): void {
    const isForm = /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')
    const bytesMax = isForm ? formBytesMax : jsonBytesMax
    let chunks: Buffer[] = []
    let bytes = 0
    let held = 0
    let answered = false
    const release = () => {
      this.#bytesHeld -= held
      held = 0
      chunks = []
    }
    const answer = (body: ReadBody) => {
      release()
      if (answered) return
      answered = true
      done(body)
    }
    if (Number(request.headers['content-length'] ?? 0) > bytesMax) answer('too-large')
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > discardedBytesMax) request.destroy()
      else if (answered) return
      else if (bytes > bytesMax) answer('too-large')
      else if (this.#bytesHeld + chunk.length > allBytesMax) answer('no-room')
      else {
        chunks.push(chunk)
        held += chunk.length
        this.#bytesHeld += chunk.length
      }
    })
    request.on('end', () => {
      if (!answered) answer(Buffer.concat(chunks))
    })
    request.on('close', release)
    // A client that leaves in the middle of its body gets no answer.
    request.on('error', () => {})
  }
}

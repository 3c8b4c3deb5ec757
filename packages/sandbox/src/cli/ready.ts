/** What a sandbox says of itself when it is ready. */
import type { Sandbox } from '../sandbox.ts'

/** So small that its hash is there before anybody could notice. */
const hashedAtOnceMax = 250
/** Hashing a larger one keeps a processor busy for longer than anybody wants from a start. */
const hashedMax = 20_000

/**
 * Prints what clients need at once, and the world's hash when it is known: that takes seconds in a fleet of ten
 * thousand, and nobody should wait for it. With `json` the hash of a small world stands in the one line; that of a larger
 * one follows as a line of its own.
 */
export function announce(sandbox: Sandbox, size: number, json: boolean, print: (text: string) => void): void {
  const atOnce = size <= hashedAtOnceMax
  print(json ? `${JSON.stringify(describeAsData(sandbox, atOnce))}\n` : describeToPeople(sandbox, atOnce))
  if (atOnce) return
  if (size > hashedMax) {
    if (!json) print('  World hash     of so large a world is made when asked for: GET /_sandbox/world\n')
    return
  }
  sandbox.hashWorld().then(
    (worldHash) => print(json ? `${JSON.stringify({ worldHash })}\n` : `  World hash     ${worldHash}\n`),
    // It was stopped before.
    () => undefined,
  )
}

function describeAsData(sandbox: Sandbox, withHash: boolean) {
  const { url, machine, user, singlePage, native, controlToken } = sandbox
  return { url, machine, user, singlePage, native, controlToken, ...(withHash && { worldHash: sandbox.worldHash }) }
}

function describeToPeople(sandbox: Sandbox, withHash: boolean): string {
  const { url, machine, user, singlePage, native, controlToken, inspectorUrl } = sandbox
  return `The sandbox is ready at ${url}

  Machine app    ${machine.clientId}
                 ${machine.clientSecret}
  User app       ${user.clientId}
                 ${user.clientSecret}
  Refresh token  ${user.refreshToken}
  Single page    ${singlePage.clientId}
  Native app     ${native.clientId}
  Control token  ${controlToken}
  Inspector      ${inspectorUrl}

Ctrl-C stops it. Nothing is kept, unless --export-on-exit says where.
${withHash ? `  World hash     ${sandbox.worldHash}\n` : ''}`
}

/** Faults at the edge of the process: one sentence for people, the rest for the log. Never a stack on a terminal. */
import pino from 'pino'

/** Errors whose message was written for people. */
const forPeople = new Set([
  'StoreError',
  'HomeError',
  'SettingsError',
  'PortTakenError',
  'GatewayError',
  'KunaiApiError',
])

export function explainFault(error: unknown): string {
  if (error instanceof Error && (forPeople.has(error.name) || forPeople.has(error.constructor.name))) {
    return error.message
  }
  const { code, message } = error as { code?: string; message?: string }
  return `kunai could not go on: ${message ?? String(error)}${code ? ` (${code})` : ''}`
}

/** JSON lines on stderr. Fields are chosen here, one by one: what is not named is not logged. */
export function createLog(level = process.env.KUNAI_LOG ?? 'warn') {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  )
  return (message: string, error: unknown) => {
    const { name, code, message: text, stack } = error as Error & { code?: string }
    log.error({ error: { name, code, message: text, stack } }, message)
  }
}

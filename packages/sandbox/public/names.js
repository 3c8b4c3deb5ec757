/** Names for what the log has only ids of: applications and fault rules. */
import { call } from './api.js'

/** @type {Map<string, {clientId: string, name: string, platform: string, scopes: readonly string[], redirectUris: readonly string[]}>} */
const applications = new Map()
/** @type {Map<string, FaultRule>} */
const rules = new Map()

export async function learnApplications() {
  const { apps } = await call('GET', 'apps')
  applications.clear()
  for (const app of apps) applications.set(app.clientId, app)
  return [...applications.values()]
}

/** Those that were removed keep their names: the log still speaks of them. @param {readonly FaultRule[]} faults */
export function learnRules(faults) {
  const isNews = faults.some(({ id }) => !rules.has(id))
  for (const rule of faults) rules.set(rule.id, rule)
  if (isNews) rulesLearned.dispatchEvent(new Event('change'))
}

/** A row may be older than what the page knows of the rule that struck it. */
export const rulesLearned = new EventTarget()

/** A reset gives the same ids to other rules. */
export const forgetRules = () => rules.clear()

/** @param {string | undefined} client */
export const clientName = (client) => (client === undefined ? '' : (applications.get(client)?.name ?? client))

/** The application that a program gets in with by itself. */
export const machineApplication = () => [...applications.values()].find(({ platform }) => platform === 'api-services')

/** What acted on a request, in words. @param {readonly string[]} ids */
export const faultNames = (ids) =>
  ids
    .map((id) => {
      const rule = rules.get(id)
      return rule ? describeEffect(rule.effect) : id
    })
    .join(', ')

/** @param {FaultRule['effect']} effect */
export function describeEffect(effect) {
  const { kind, status, delayMs, lognormal } = /** @type {any} */ (effect)
  if (kind === 'status') return `status ${status}`
  if (kind === 'html') return `HTML page ${status}`
  if (kind === 'delay') return lognormal ? `delay around ${lognormal.medianMs} ms` : `delay ${delayMs} ms`
  return kind
}

/** A plan in words, for whoever is about to say yes. */
import type { BatchView } from './batch-progress.ts'

const shown = 10
const some = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

/** A few lines for whoever is about to say yes. */
export function describePlan({ id, action, plan }: BatchView): string {
  if (plan === null) return `${id}: no plan`
  const { devices } = plan
  const place = [
    devices.servers > 0 ? some(devices.servers, 'server') : '',
    devices.offline > 0 ? `${devices.offline} offline` : '',
  ].filter(Boolean)
  const lines = [
    `${id}: ${action} (${plan.risk}), ${plan.willSend} of ${some(plan.rows, 'row')} will be sent; ${plan.asks > 0 ? 'a person has to approve' : 'policy lets them through'}`,
    devices.count > 0
      ? `  ${some(devices.count, 'device')}${place.length > 0 ? ` (${place.join(', ')})` : ''}, ${some(devices.organizations, 'organization')}`
      : '',
    ...devices.first
      .slice(0, shown)
      .map(
        ({ name, organization, server, offline }) =>
          `    ${plainText(name)}, ${plainText(organization ?? '-')}${server ? ', server' : ''}${offline === null ? '' : offline ? ', offline' : ', online'}`,
      ),
    devices.count > shown ? `    … and ${devices.count - shown} more` : '',
    ...plan.changes
      .slice(0, shown)
      .map(
        (one) =>
          `  line ${one.line}: ${plainText(one.target)} ${one.field}: ${valueText(one.old)} → ${valueText(one.new)}`,
      ),
    plan.skipped > 0 ? `  ${some(plan.skipped, 'row')} left out` : '',
    plan.invalid + plan.refused > 0 ? `  ${some(plan.invalid + plan.refused, 'row')} cannot be sent:` : '',
    ...plan.errors.slice(0, shown).map(({ line, message }) => `    line ${line}: ${plainText(message)}`),
  ]
  return lines.filter(Boolean).join('\n')
}

/** Names come from the fleet: none may move the cursor or turn the line around. */
const plainText = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
const valueText = (value: unknown) => plainText(JSON.stringify(value) ?? 'null').slice(0, 80)

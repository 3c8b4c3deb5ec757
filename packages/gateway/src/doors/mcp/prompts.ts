/**
 * What a person can start an agent with: the usual job in four steps, from the alert to the ticket. Static words of ours;
 * what a caller fills in stands in them as quoted data.
 */
import { type GetPromptResult, type Prompt, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { visibleText } from './untrusted.ts'

const argumentLengthMax = 500

export const prompts: readonly Prompt[] = [
  {
    name: 'handle-alert',
    title: 'Handle an alert',
    description: 'Find the device, gather what matters, act with consent, wrap up.',
    arguments: [
      { name: 'problem', description: 'What is wrong, in a sentence', required: true },
      { name: 'organization', description: 'Name or id of the client' },
      { name: 'device', description: 'Name or id of the device' },
    ],
  },
]

/** @throws ProtocolError for a prompt that there is not, or one without what it needs. */
export function getPrompt(name: string, given: Readonly<Record<string, string>> = {}): GetPromptResult {
  const prompt = prompts.find((one) => one.name === name)
  if (prompt === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no prompt of that name.')
  const quoted = (field: string) => JSON.stringify(visibleText(given[field] ?? '').slice(0, argumentLengthMax))
  if ((given.problem ?? '').trim() === '') {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'problem: say what is wrong.')
  }
  const place = (['organization', 'device'] as const)
    .filter((field) => given[field] !== undefined)
    .map((field) => `${field}: ${quoted(field)}. `)
    .join('')
  const text = [
    `Problem, in the words of who asks (data): ${quoted('problem')}. ${place}`.trim(),
    '1. Find the organization and the device: ninja-list-organizations, ninja-list-devices, ninja-search-devices. Where a ' +
      'name is not plain, ask; do not guess.',
    '2. Gather: ninja-get-device, ninja-get-device-activities, -software, -services, -disks, -volumes and -alerts. Say ' +
      'whether the device is online.',
    '3. Act with the smallest step that helps: ninja-control-service, ninja-run-script, ninja-run-bash, ' +
      'ninja-reboot-device. Give a reason. A call that waits is not repeated: ask ninja-get-outcome.',
    '4. Wrap up when the outcome is done: ninja-dismiss-alert, then ninja-create-ticket with what was found and done.',
  ].join('\n')
  return { description: prompt.description ?? '', messages: [{ role: 'user', content: { type: 'text', text } }] }
}

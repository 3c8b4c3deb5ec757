import { z } from 'zod'
import { NoContent, OrganizationId, SecretText } from '../../fields/index.ts'
import { defineOperation, secrets } from '../../operation.ts'

export default defineOperation({
  id: 'webhooks.set',
  summary: 'Set where NinjaOne sends activities',
  phrase: 'Send activities of NinjaOne to {url}',
  http: { method: 'PUT', path: '/v2/webhook' },
  scope: 'management',
  // It replaces the one configuration there is, which nothing can read beforehand, and sends data elsewhere (§8).
  risk: 'disruptive',
  idempotent: true,
  // The vendor wants a system administrator (403 text of the spec), and the only client seen doing it has a user
  // token (ninjaone-api §3); whether a machine token may is unverified. The configuration belongs to the application
  // that made it, so set and remove must go through the same one.
  identity: 'user',
  paging: 'none',
  input: z.strictObject({
    // By name or by number: a receiver on this machine, or one without a name, is one too.
    url: z
      .url({ protocol: /^https?$/ })
      .describe('Address that takes POST requests')
      // A path that nobody can guess is what such an address is often kept by; who approves it needs the host.
      .register(secrets, { whatItOpens: 'The receiver of activities', visiblePart: (url) => new URL(url).origin }),
    activities: z
      .record(z.string().min(1), z.array(z.string().min(1)).min(1))
      .describe(
        'Activity type to status codes, e.g. { "CONDITION": ["TRIGGERED", "RESET"] }; ["*"] is all; absent is everything',
      )
      .optional(),
    expand: z.array(z.string().min(1)).describe('What to send whole: device, organization, location').optional(),
    // There is no signature: a secret header is all that tells a delivery from a forgery (ninjaone-api §8).
    headers: z
      .array(z.strictObject({ name: z.string().min(1), value: SecretText('Value of a header') }))
      .describe('Headers sent with each delivery; put a secret here to know it is NinjaOne')
      .optional(),
    organizationIds: z.array(OrganizationId).describe('Only activities of these organizations').optional(),
  }),
  output: NoContent,
  examples: [
    {
      input: {
        url: 'https://hooks.example.com/ninjaone',
        activities: { CONDITION: ['TRIGGERED', 'RESET'] },
        expand: ['device', 'organization'],
        headers: [{ name: 'x-secret', value: 'change-me' }],
      },
      output: undefined,
    },
  ],
})

/** Adding people. Only the owner's terminal holds the key that opens this. */
import { z } from 'zod'
import { actorOf, defineAction } from './action.ts'

export const addPerson = defineAction({
  id: 'people.add',
  summary: 'Add a person, or make a new sign-in link for one',
  http: { method: 'POST', path: '/api/people' },
  principals: ['owner'],
  decides: false,
  input: z.strictObject({ name: z.string().min(1).max(64) }),
  async run(parts, principal, { name }) {
    const token = await parts.accounts.createSignInToken(name, actorOf(principal))
    return { name, signInUrl: parts.signInUrl(token) }
  },
})

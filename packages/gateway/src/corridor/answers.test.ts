/** What a command is answered with belongs to its outcome, now and when somebody asks later. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approve, startTestGateway, type TestGateway, waiting } from '../../test/gateway.ts'

let test: TestGateway
beforeAll(async () => {
  test = await startTestGateway()
})
afterAll(() => test.close())

it('who opens a ticket learns which one, and may ask again', async () => {
  const { data: forms } = (await test.ask('ticketForms.list', {})) as never as { data: { id: number }[] }
  const outcome = await test.ask('tickets.create', {
    clientId: 1,
    ticketFormId: forms[0]?.id,
    subject: 'Spooler stopped twice today',
    status: '1000',
  })
  expect(outcome).toMatchObject({
    status: 'accepted',
    data: { id: expect.any(Number), subject: 'Spooler stopped twice today' },
  })
  expect(await test.gateway.parts.corridor.outcomeOf(outcome.callId)).toEqual(outcome)
})

it('what may repeat a secret of the call is not kept', async () => {
  const asked = waiting(
    await test.ask('relatedItems.addSecureValue', {
      entityType: 'NODE',
      entityId: 1001,
      name: 'Switch console',
      password: 'change-me',
    }),
  )
  await approve(test, asked.approvalId)
  const outcome = await test.gateway.parts.corridor.carryOut(asked.approvalId)
  expect(outcome).toEqual({ status: 'accepted', callId: asked.callId, approvalId: asked.approvalId })
})

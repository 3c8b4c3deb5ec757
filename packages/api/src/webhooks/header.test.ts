import { describe, expect, test } from 'vitest'
import { hasWebhookHeader, type WebhookHeaders } from './header.ts'

const expected = { name: 'X-Webhook-Secret', value: 'current secret', previousValue: 'the-one-before' }
const twice = new Headers([
  ['x-webhook-secret', 'current secret'],
  ['x-webhook-secret', 'current secret'],
])

describe('the secret header', () => {
  test.each<[string, WebhookHeaders]>([
    ['Node’s headers', { host: 'x', 'x-webhook-secret': 'current secret' }],
    ['Fetch’s headers', new Headers({ 'x-webhook-SECRET': 'current secret' })],
    ['any letter case', { 'X-WEBHOOK-SECRET': 'current secret' }],
    ['a list of one', { 'x-webhook-secret': ['current secret'] }],
    ['the secret before it', { 'x-webhook-secret': 'the-one-before' }],
  ])('is accepted in %s', (_name, headers) => {
    expect(hasWebhookHeader(headers, expected)).toBe(true)
  })

  test.each<[string, WebhookHeaders]>([
    ['absent', {}],
    ['absent from Fetch’s headers', new Headers()],
    ['undefined', { 'x-webhook-secret': undefined }],
    ['empty', { 'x-webhook-secret': '' }],
    ['wrong', { 'x-webhook-secret': 'current secres' }],
    ['longer', { 'x-webhook-secret': 'current secret ' }],
    ['in another header', { 'x-webhook-secrets': 'current secret' }],
    ['twice, in a list', { 'x-webhook-secret': ['current secret', 'current secret'] }],
    ['twice, in two spellings', { 'x-webhook-secret': 'current secret', 'X-Webhook-Secret': 'current secret' }],
    ['twice, as Node joins them', { 'x-webhook-secret': 'current secret, current secret' }],
    ['twice, as Fetch joins them', twice],
  ])('is refused when it is %s', (_name, headers) => {
    expect(hasWebhookHeader(headers, expected)).toBe(false)
  })

  test('the secret before is refused once it is no longer accepted', () => {
    const { previousValue: _, ...now } = expected
    expect(hasWebhookHeader({ 'x-webhook-secret': 'the-one-before' }, now)).toBe(false)
  })

  test.each([
    ['an empty value', { name: 'x', value: '' }],
    ['no value', { name: 'x', value: undefined as unknown as string }],
    ['an empty value before', { name: 'x', value: 'a', previousValue: '' }],
    ['a value that arrives changed', { name: 'x', value: ' a' }],
    ['a value that reads as two headers', { name: 'x', value: 'a, b' }],
    ['an empty name', { name: '', value: 'a' }],
  ])('a setting that protects nothing is thrown, not ignored: %s', (_name, setting) => {
    expect(() => hasWebhookHeader({ x: '' }, setting)).toThrow(TypeError)
  })
})

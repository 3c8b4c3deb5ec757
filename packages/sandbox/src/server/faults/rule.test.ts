import { describe, expect, test } from 'vitest'
import { parseFaultRule } from './rule.ts'

describe('a rule that cannot be used names its field:', () => {
  const reset = { kind: 'reset' }
  test.each<[unknown, RegExp]>([
    [{}, /effect/],
    [{ effect: { kind: 'explode' } }, /effect\.kind/],
    [{ effect: reset, odds: 1 }, /odds/],
    [{ effect: reset, probability: 2 }, /probability/],
    [{ effect: reset, count: 0 }, /count/],
    [{ effect: reset, after: -1 }, /after/],
    [{ effect: reset, until: 'tomorrow' }, /until/],
    [{ effect: reset, match: { org: 1 } }, /org/],
    [{ effect: reset, match: { method: 'get' } }, /match\.method/],
    [{ effect: reset, match: { path: 'v2' } }, /match\.path/],
    [{ effect: { kind: 'status' } }, /effect\.status/],
    [{ effect: { kind: 'status', status: 200 } }, /effect\.status/],
    [{ effect: { kind: 'status', status: 500, family: 'html' } }, /effect\.family/],
    [{ effect: { kind: 'delay' } }, /effect\.delayMs/],
    [{ effect: { kind: 'delay', delayMs: 1, lognormal: { medianMs: 1, sigma: 1 } } }, /effect\.delayMs/],
    [{ effect: { kind: 'delay', lognormal: { medianMs: 1 } } }, /effect\.lognormal\.sigma/],
    [{ effect: { kind: 'truncate', bytes: 3 } }, /bytes/],
  ])('%j', (rule, message) => {
    expect(() => parseFaultRule(rule)).toThrow(message)
  })
})

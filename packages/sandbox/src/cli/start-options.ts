/** What `start` and `exec` can be told. The rules are in `options.ts`; here is only how they are spelt in a shell. */
import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { type ClockMode, clockModes } from '../clock.ts'
import type { SandboxOptions } from '../options.ts'
import { dialects } from '../server/dialect.ts'
import { faultPresets } from '../server/faults/presets.ts'
import type { FaultRuleInput } from '../server/faults/rule.ts'
import { rateProfiles } from '../server/rate-limit.ts'
import { profiles } from '../world/profile.ts'
import { CommandError } from './command-error.ts'
import { controlTokenVariable, readSecretFile } from './control-client.ts'
import { readRules } from './rules-text.ts'

const wordsOf = (record: object) => Object.keys(record).join(', ')

/** As commander hands them over: texts by camel-cased names. */
export interface StartFlags {
  readonly port?: string
  readonly host?: string
  readonly seed?: string
  readonly orgs?: string
  readonly devices?: string
  readonly profile?: string
  readonly mode?: string
  readonly import?: string
  readonly exportOnExit?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly controlToken?: string
  readonly controlTokenFile?: string
  readonly rateLimit?: string
  readonly faults?: string
  readonly dialect?: string
  readonly rotateRefreshTokens?: boolean
  readonly webhookHost?: readonly string[]
  readonly runScripts?: boolean
}

export function addStartOptions(command: Command): Command {
  const sizes = ['seed', 'orgs', 'devices', 'profile']
  return command
    .option('--host <address>', 'Address to listen on (127.0.0.1)')
    .option('--seed <number>', 'The same seed and sizes make the same world (42)')
    .option('--orgs <number>', 'Organizations (24)')
    .option('--devices <number>', 'Devices (1800)')
    .option('--profile <name>', `What the fleet is made of: ${wordsOf(profiles)} (msp-typical)`)
    .option(
      '--mode <mode>',
      `How time goes: ${clockModes.join(', ')} (live); fast is 60 times, step waits for clock advance`,
    )
    .addOption(new Option('--import <file>', 'Begin with the world of a file that export has written').conflicts(sizes))
    .option('--export-on-exit <file>', 'Write the world to a file when it ends')
    .option('--client-id <text>', 'Client id of the machine application (random)')
    .option('--client-secret <text>', 'Its secret (random); others on this machine can read what a command is told')
    .option('--control-token <text>', `Opens the control API; rather in ${controlTokenVariable} (random)`)
    .option('--control-token-file <file>', 'The same, from a file')
    .option(
      '--rate-limit <profile>',
      `${wordsOf(rateProfiles)} (off); the numbers are assumed, NinjaOne publishes none`,
    )
    .option('--faults <preset>', `Trouble from the start: ${wordsOf(faultPresets)}, rules as JSON, or @file`)
    .option('--dialect <name>', `${dialects.join(', ')} (${dialects[0]}); the other is a widespread text for agents`)
    .option('--rotate-refresh-tokens', 'Each refresh token works once')
    .option('--webhook-host <host>', 'A host besides this machine that webhooks may reach; may be repeated', collect)
    .option('--run-scripts', 'Linux devices really run shell scripts, confined by bubblewrap (simulated)')
}

const collect = (value: string, before: readonly string[] = []) => [...before, value]

/** Throws with a message for people. What is absent here gets its default where options are checked. */
export function readStartFlags(flags: StartFlags, environment: NodeJS.ProcessEnv): SandboxOptions {
  const whole = (name: 'port' | 'seed' | 'orgs' | 'devices') => {
    const text = flags[name]
    if (text === undefined) return {}
    if (!/^-?\d+$/.test(text)) throw new CommandError(`Option ${name} must be a whole number, not "${text}".`)
    return { [name]: Number(text) }
  }
  const controlToken =
    flags.controlToken ??
    (flags.controlTokenFile === undefined ? undefined : readSecretFile(flags.controlTokenFile)) ??
    (environment[controlTokenVariable] || undefined)
  return {
    ...whole('port'),
    ...whole('seed'),
    ...whole('orgs'),
    ...whole('devices'),
    ...(flags.host !== undefined && { host: flags.host }),
    ...(flags.webhookHost !== undefined && { webhookHosts: flags.webhookHost }),
    ...(flags.profile !== undefined && { profile: flags.profile }),
    ...(flags.mode !== undefined && { mode: flags.mode as ClockMode }),
    ...(flags.clientId !== undefined && { clientId: flags.clientId }),
    ...(flags.clientSecret !== undefined && { clientSecret: flags.clientSecret }),
    ...(controlToken !== undefined && { controlToken }),
    ...(flags.rateLimit !== undefined && { rateLimit: flags.rateLimit }),
    ...(flags.faults !== undefined && { faults: readFaultsFlag(flags.faults) }),
    ...(flags.dialect !== undefined && { dialect: flags.dialect }),
    ...(flags.runScripts && { runScripts: true }),
    ...(flags.rotateRefreshTokens && { rotateRefreshTokens: true }),
  }
}

/** A name stays a name, judged where the options are; what begins like JSON or a file is rules. */
const readFaultsFlag = (text: string): string | readonly FaultRuleInput[] =>
  /^\s*[[{@]/.test(text) ? readRules(text, readTextFile, 'Option faults: ') : text

/** Throws with a message for people. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`)
  }
}

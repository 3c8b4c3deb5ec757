/**
 * A bash script on its way through a runner script of the tenant, whose body is `echo "$1" | base64 --decode | bash`.
 * That runner runs whatever prefix of a script reaches it, feeds the script to itself as input, and calls text that it
 * cannot decode a success. So what is encoded is not the script but a wrapper that bash must have read to its last byte
 * before it runs any of it, that compares the script with its digest first, and that says when it began and ended.
 * Pure; docs/decisions/0010-bash-runner.md has the reasons.
 */
import { sha256 } from './canonical.ts'

/**
 * Most characters of the encoded wrapper. Linux takes 131,071 in one argument; NinjaOne's own limit is not published,
 * and what is cut on the way is found and not run, so half of that is a budget and not a gamble.
 */
export const encodedLengthMax = 65_536

/** Exit codes of the wrapper itself, when the script did not run. */
const wrapperExitCodes = { notParsed: 2, changedOnTheWay: 97 } as const

/** What is wrong with a script, before anybody is asked; undefined when nothing is. Rule, then cure. */
export function findScriptFault(script: string): string | undefined {
  if (script.trim() === '') return 'is empty: write what is to be run.'
  if (!script.isWellFormed()) return 'is not well-formed Unicode, so it has no bytes: remove the lone surrogate.'
  if (script.startsWith('\uFEFF')) return 'begins with a byte order mark, which bash takes for a command: remove it.'
  if (script.includes('\0')) return 'has a NUL, which a shell drops: write it as an escape, e.g. printf "\\0".'
  if (script.includes('\r')) {
    return "has carriage returns, which bash takes for part of a word: end lines with \\n alone; where one is meant, write $'\\r'."
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
  const control = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(script)
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).padStart(2, '0')
    return `has the control character \\x${code}, which nobody who reads it can see: write it as $'\\x${code}'.`
  }
  const interpreter = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(script)
  if (interpreter && !/(?:^|\/)(?:ba|da)?sh$/.test(wordOf(interpreter))) {
    return 'names another interpreter in its first line, but is run by bash: call that program from a bash script.'
  }
  const { length } = encodeScript(script, nonceOf(''))
  if (length > encodedLengthMax) {
    return (
      `takes ${length} characters on the wire, more than the ${encodedLengthMax} that Kunai sends in one parameter: ` +
      'shorten it, or put it into the script library and use ninja-run-script.'
    )
  }
  return undefined
}

/** `/usr/bin/env bash` is bash. */
const wordOf = ([, program = '', argument = '']: RegExpExecArray) => (/(?:^|\/)env$/.test(program) ? argument : program)

/** What the receipt lines of a call begin with. It follows from the call, so that whoever looks for it needs no notes. */
export function nonceOf(callId: string): string {
  return `kunai-${sha256(`receipt of ${callId}`).slice(0, 24)}`
}

/**
 * Bash parses the whole brace group before it runs any of it: a cut is a syntax error. `read` takes the here-document
 * as it is, with the one newline that ends it; `$( … )` around one would strip more, and bash 3.2 of macOS trips there.
 */
function wrapScript(script: string, nonce: string): string {
  const digest = sha256(script)
  const delimiter = `KUNAI_${digest}`
  if (script.split('\n').includes(delimiter)) throw new TypeError('a script contains its own digest')
  return [
    '{',
    `LC_ALL=C IFS= read -r -d '' kunai_script <<'${delimiter}' || :`,
    script,
    delimiter,
    `kunai_script=\${kunai_script%$'\\n'}`,
    'kunai_digest=$(printf %s "$kunai_script" | { sha256sum 2>/dev/null || shasum -a 256; })',
    `[ "\${kunai_digest%% *}" = ${digest} ] || { echo '${nonce} refused'; exit ${wrapperExitCodes.changedOnTheWay}; }`,
    `echo '${nonce} begin'`,
    'bash -c -- "$kunai_script" </dev/null',
    'kunai_result=$?',
    `echo "${nonce} end $kunai_result"`,
    'exit $kunai_result',
    '}',
    '',
  ].join('\n')
}

/** What goes into the runner's one parameter. */
export function encodeScript(script: string, nonce: string): string {
  return Buffer.from(wrapScript(script, nonce), 'utf8').toString('base64')
}

/** The script that a parameter for the bare runner stands for; undefined when it is none that we would send. */
export function decodeScript(parameter: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(parameter)) return undefined
  const bytes = Buffer.from(parameter, 'base64')
  // Characters that decode to the same bytes are two texts for one script: only the usual one is taken.
  if (bytes.toString('base64') !== parameter) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** What the receipt lines in a text say; both are needed before anything is called done. */
export function readReceiptLines(
  output: string,
  nonce: string,
): { readonly began: boolean; readonly refused: boolean; readonly exitCode: number | undefined } {
  const lines = output.split(/\r?\n/)
  const last = lines.findLast((line) => line.startsWith(`${nonce} end `))
  const code = last && /^\d{1,3}$/.exec(last.slice(`${nonce} end `.length).trim())?.[0]
  return {
    // A message of NinjaOne may stand before the first line of the output.
    began: lines.some((line) => line.endsWith(`${nonce} begin`)),
    refused: lines.some((line) => line.endsWith(`${nonce} refused`)),
    exitCode: code === undefined ? undefined : Number(code),
  }
}

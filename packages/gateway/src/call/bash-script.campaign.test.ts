/**
 * The wrapper of a bash script, tried where it runs. Short in `npm test`, every length and a thousand scripts in
 * `npm run campaign`.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeScript, findScriptFault, nonceOf, readReceiptLines } from './bash-script.ts'
import { runBash, runner, throughRunner } from './test/run-bash.ts'

const long = process.env.KUNAI_CAMPAIGN === '1'
const nonce = nonceOf('call_1')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunai-bash-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Run in parallel, never more than a few at once. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item, index: number) => Promise<void>): Promise<void> {
  const queue = items.entries()
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const [index, item] of queue) await work(item, index)
    }),
  )
}

/** Each makes a file for each of its lines, so that a part of it is seen. */
const twenty: readonly string[] = [
  'touch one\ntouch two\nread x\ntouch three',
  'touch "a b"; touch c\n(touch d)\n',
  "cat > file <<'END'\ntouch inside\nEND\ntouch after",
  'touch first && exit 7\ntouch never',
  'trap "touch trapped" EXIT\ntouch x',
  'if true; then\n  touch yes\nelse\n  touch no\nfi',
  'for i in 1 2 3; do touch "n$i"; done',
  'f() { touch "$1"; }\nf one\nf two',
  "echo 'it''s' > quoted\ntouch z",
  'echo "a\\"b" > quoted2\ntouch z',
  'touch é ü 日本\ntouch end',
  'exec 3>out\necho hi >&3\ntouch z',
  'touch a\n\n\n',
  '# only a comment\ntouch a',
  'touch $(echo sub)\ntouch `echo tick`',
  'while read -r line; do touch "$line"; done <<< "x"\ntouch y',
  'case a in a) touch case;; esac',
  '-v 2>/dev/null\ntouch dash',
  'touch bg & wait\ntouch fg',
  'set -euo pipefail\ntouch strict\nfalse\ntouch not',
]

/** Runs every cut in a folder of its own, within one bash: most of the time goes into starting processes. */
const cutter = `
for ((cut = $2; cut <= \${#1}; cut += $3)); do
  cd "$cut" && { ${runner.replace('$1', '$' + '{1:0:cut}')}; } >/dev/null 2>&1
  cd "$OLDPWD"
done`

/** What each cut left behind; cuts that left nothing are not in it. */
async function effectsOfCuts(parameter: string, place: string, from: number, by: number): Promise<string[]> {
  const cuts: string[] = []
  for (let cut = from; cut <= parameter.length; cut += by) cuts.push(join(place, String(cut)))
  for (const cut of cuts) mkdirSync(cut)
  await runBash(cutter, place, [parameter, String(from), String(by)])
  return cuts.map((cut) => readdirSync(cut).sort().join()).filter(Boolean)
}

describe('a script that is cut short on its way', () => {
  it('does nothing at all: 20 scripts, cut at every length in the long form', async () => {
    let partial = 0
    let tried = 0
    await eachOf(twenty, async (script) => {
      const parameter = encodeScript(script, nonce)
      const whole = mkdtempSync(join(folder, 'whole-'))
      await throughRunner(parameter, whole)
      const effects = readdirSync(whole).sort().join()
      expect(effects, script).not.toBe('')
      const step = long ? 1 : 61
      // The last lengths are where a part of the wrapper's end is missing.
      const ranges: [from: number, step: number][] = long
        ? [[0, 1]]
        : [
            [0, step],
            [parameter.length - 12, 1],
          ]
      for (const [from, by] of ranges) {
        // A folder for each range: a length that both have is tried twice.
        const cuts = mkdtempSync(join(folder, 'cuts-'))
        // All of it is no part: then the newline at the end was missing.
        for (const found of await effectsOfCuts(parameter, cuts, from, by)) if (found !== effects) partial++
      }
      tried += Math.ceil(parameter.length / step)
    })
    console.log(`Cut at ${tried} lengths of ${twenty.length} scripts: ${partial} with a part of the effect.`)
    expect(partial).toBe(0)
  }, 1_800_000)

  it('the bare script, without the wrapper, does something: the harness can see it', async () => {
    const bare = Buffer.from(twenty[0] ?? '').toString('base64')
    expect((await effectsOfCuts(bare, folder, 0, 1)).length).toBeGreaterThan(0)
  }, 60_000)
})

const pieces = [
  'echo hi\n',
  "echo 'quo\"te'\n",
  'echo "a\'b $HOME"\n',
  "cat <<'E'\nhere $x `y`\nE\n",
  'cat <<E\nhere $((1+1))\nE\n',
  'read -r line; echo "read <$line>"\n',
  'printf "%s\\n" "ünïcödé 日本 🖨"\n',
  "trap 'echo trapped' EXIT\n",
  '(exit 3); echo "sub $?"\n',
  'true & wait\n',
  'x=$(echo in "$(echo deep)"); echo "$x"\n',
  '# a comment with \' and " and ` and $(\n',
  '\t indented\techo >/dev/null 2>&1\n',
  "printf '\\001\\177\\r\\n'\n",
  'f() { local a=$1; echo "f $a"; }; f 1\n',
  'case x in x) echo case;; esac\n',
  'echo $# "$0"\n',
  '[[ a == a ]] && echo yes\n',
  'while read -r l; do echo "$l"; done < <(printf "1\\n2\\n")\n',
  '\n\n',
]
const endings = [
  '',
  '\n',
  '\n\n\n',
  'exit 0',
  'exit 7\n',
  '(exit 255)',
  'false',
  'exec sh -c "exit 9"',
  'kill -9 $$',
  '  ',
]

describe('a script that arrives whole', () => {
  const count = long ? 1_000 : 120
  it(`runs byte for byte, with its own exit code: ${count} random ones`, async () => {
    const scripts = fc.sample(
      fc
        .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), fc.constantFrom(...endings))
        .map(([parts, end]) => parts.join('') + end)
        .filter((script) => script.trim() !== ''),
      { seed: 42, numRuns: count },
    )
    let different = 0
    await eachOf(scripts, async (script) => {
      expect(findScriptFault(script), JSON.stringify(script)).toBeUndefined()
      // What bash does with the very same bytes as its one argument.
      const place = mkdtempSync(join(folder, 'run-'))
      const wanted = await runBash('exec bash -c -- "$1" </dev/null', place, [script])
      const ran = await throughRunner(encodeScript(script, nonce), place)
      const lines = readReceiptLines(ran.output, nonce)
      const body = ran.output.slice(ran.output.indexOf('begin\n') + 6, ran.output.lastIndexOf(`${nonce} end`))
      const code = wanted.exitCode ?? 137
      if (body !== wanted.output || lines.exitCode !== code || ran.exitCode !== code || !lines.began) different++
      rmSync(place, { recursive: true })
    })
    console.log(`${scripts.length} random scripts: ${different} with other output or exit code.`)
    expect(different).toBe(0)
  }, 600_000)
})

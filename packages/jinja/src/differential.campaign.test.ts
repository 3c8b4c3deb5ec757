/**
 * Templates made up from seeds, rendered here and by Python's Jinja2: both give the same text, or both raise. Some in
 * `npm test`, from one seed; more in `npm run campaign -- differential`, from a new one each time. KUNAI_CAMPAIGN_SEED
 * repeats it, KUNAI_CAMPAIGN_COUNT says how many. A template that differs is printed as small as it can be made.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile, TemplateError } from './index.ts'
import { Choices, minimize } from './test/choices.ts'
import { context, templates } from './test/context.ts'
import { differences, isDeliberate } from './test/differences.ts'
import { Generator } from './test/generate.ts'
import { type Answer, oracleIsAbsent, startOracle } from './test/oracle.ts'

const isLong = process.env.KUNAI_CAMPAIGN === '1'
const count = isLong ? Number(process.env.KUNAI_CAMPAIGN_COUNT ?? 20_000) : 1_500
const first = isLong ? Number(process.env.KUNAI_CAMPAIGN_SEED ?? Math.floor(Date.now() / 1_000)) : 1
/** Templates on their way to Python at one time, so that it never waits. */
const batchSize = 250
/** Enough to see what is wrong; the rest is mostly the same again. */
const shownMax = 10

const absent = oracleIsAbsent()
if (absent !== undefined) console.log(absent)

const loader = (name: string) => (Object.hasOwn(templates, name) ? templates[name] : undefined)

function render(template: string, options: Record<string, unknown>): Answer {
  try {
    return { text: compile(template, { ...options, loader })(context) }
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.kind, message: error.reason }
    throw error
  }
}

/** Both the same text, or both an error. */
function isSame(python: Answer, ours: Answer): boolean {
  return 'text' in python ? 'text' in ours && python.text === ours.text : 'error' in ours
}

function make(choices: Choices) {
  const generator = new Generator(choices)
  return { options: generator.options(), template: generator.template() }
}

test.skipIf(absent !== undefined)('every listed difference is one, and is known when it shows', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ')
  const oracle = startOracle()
  const options = { undefined: 'lenient' }
  for (const { listed, examples, shows } of differences) {
    expect(readme).toContain(listed)
    for (const template of examples) {
      const python = await oracle.ask({ template, context, options, templates })
      const ours = render(template, options)
      expect({ template, isEqual: isSame(python, ours) }).toEqual({ template, isEqual: false })
      expect({ template, isKnown: shows(template, ours, python) }).toEqual({ template, isKnown: true })
    }
  }
  oracle.close()
})

test.skipIf(absent !== undefined)(
  `${count} generated templates render as Python renders them`,
  { timeout: isLong ? 7_200_000 : 120_000 },
  async () => {
    const oracle = startOracle()
    const judge = async (choices: Choices) => {
      const { template, options } = make(choices)
      const python = await oracle.ask({ template, context, options, templates })
      const ours = render(template, options)
      const isEqual = isSame(python, ours)
      return { template, options, python, ours, isEqual, isFinding: !isEqual && !isDeliberate(template, ours, python) }
    }
    let [equal, raised] = [0, 0]
    const findings: (readonly number[])[] = []
    for (let seed = first; seed < first + count; seed += batchSize) {
      const seeds = Array.from({ length: Math.min(batchSize, first + count - seed) }, (_, index) => seed + index)
      await Promise.all(
        seeds.map(async (each) => {
          const choices = Choices.fromSeed(each)
          const { python, isEqual, isFinding } = await judge(choices)
          if (isEqual) equal++
          if (!('text' in python)) raised++
          if (isFinding) findings.push(choices.made)
        }),
      )
    }
    const percent = (part: number) => `${((100 * part) / count).toFixed(2)} %`
    console.log(
      `from seed ${first}: ${percent(equal)} of ${count} templates equal, ${percent(raised)} raise in Python, ` +
        `${findings.length} unexplained`,
    )
    const shown = []
    for (const choices of findings.slice(0, shownMax)) {
      const fails = async (candidate: readonly number[]) => (await judge(Choices.of(candidate))).isFinding
      const small = await minimize(choices, (candidate) => make(Choices.of(candidate)).template.length, fails)
      const { template, options, python, ours } = await judge(Choices.of(small))
      shown.push({ template, options, python, ours })
    }
    oracle.close()
    expect(shown).toEqual([])
    expect(equal).toBeGreaterThanOrEqual(0.99 * count)
    // A generator whose templates raise would prove little.
    expect(raised).toBeLessThan(0.15 * count)
  },
)

/**
 * Templates made up from seeds, rendered here and by Python's Jinja2: both give the same text, or both raise. A few
 * thousand in `npm test`, many more in `npm run campaign`; KUNAI_CAMPAIGN_SEED chooses where a campaign begins.
 */
import { expect, test } from 'vitest'
import { compile, type Options, TemplateError } from './index.ts'
import { context, Generator } from './test/generate.ts'
import { type Answer, oracleIsAbsent, startOracle } from './test/oracle.ts'

const isLong = process.env.KUNAI_CAMPAIGN === '1'
const count = isLong ? 200_000 : 3_000
const first = isLong ? Number(process.env.KUNAI_CAMPAIGN_SEED ?? 1_000_000) : 1

const absent = oracleIsAbsent()
if (absent !== undefined) console.log(absent)

function render(template: string, options: Options): Answer {
  try {
    return { text: compile(template, options)(context) }
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.kind, message: error.reason }
    throw error
  }
}

/** Different on purpose; README.md says why. */
function isDeliberate(python: Answer, ours: Answer): boolean {
  if (!('error' in ours)) return 'error' in python && python.error === 'TooLong'
  const printsAddress = 'text' in python && /is not a value to print|cannot be printed/.test(ours.message)
  const isBound = ours.error === 'bound'
  return (
    isBound || printsAddress || ours.message.endsWith('cannot be sliced') || ours.message.includes('complex number')
  )
}

test.skipIf(absent !== undefined)(`${count} generated templates render as Python renders them`, async () => {
  const oracle = startOracle()
  const findings: unknown[] = []
  let rendered = 0
  for (let seed = first; seed < first + count && findings.length < 10; seed += 250) {
    const batch = Array.from({ length: Math.min(250, first + count - seed) }, async (_, index) => {
      const generator = new Generator(seed + index)
      const template = generator.template()
      const options = generator.options()
      const python = await oracle.ask({ template, context, options })
      const ours = render(template, options)
      if ('text' in python) rendered++
      const isSame = 'text' in python ? 'text' in ours && python.text === ours.text : 'error' in ours
      if (!isSame && !isDeliberate(python, ours)) findings.push({ seed: seed + index, template, options, python, ours })
    })
    await Promise.all(batch)
  }
  oracle.close()
  expect(findings).toEqual([])
  // A generator whose templates nearly all raise would prove nothing.
  expect(rendered).toBeGreaterThan(count / 3)
})

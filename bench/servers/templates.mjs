/**
 * One template engine in a process of its own: `templates.mjs <engine> <its file>` reads a question as JSON and prints an
 * answer as JSON. Peers are CommonJS, and are asked for in their own words here.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , engine, file] = process.argv
const require = createRequire(import.meta.url)

/** @type {Record<string, (library: any) => (source: string, options: any) => (context: any) => string>} */
const engines = {
  ours:
    ({ compile }) =>
    (source, { strict, ...options }) =>
      compile(source, { ...options, undefined: strict ? 'strict' : 'lenient' }),
  minijinja:
    ({ Environment, UndefinedBehavior }) =>
    (source, options) => {
      const environment = new Environment()
      environment.enablePyCompat()
      environment.undefinedBehavior = options.strict
        ? (UndefinedBehavior?.Strict ?? 'strict')
        : (UndefinedBehavior?.Lenient ?? 'lenient')
      environment.trimBlocks = options.trim_blocks === true
      environment.lstripBlocks = options.lstrip_blocks === true
      environment.addTemplate('row', source)
      return (context) => environment.renderTemplate('row', context)
    },
  huggingface:
    ({ Template }) =>
    (source) => {
      const template = new Template(source)
      return (context) => template.render(context)
    },
  nunjucks:
    ({ Environment, compile }) =>
    (source, options) => {
      const environment = new Environment(null, {
        autoescape: false,
        throwOnUndefined: options.strict === true,
        trimBlocks: options.trim_blocks === true,
        lstripBlocks: options.lstrip_blocks === true,
      })
      const template = compile(source, environment, undefined, true)
      return (context) => template.render(context)
    },
}

const library = engine === 'ours' ? await import(pathToFileURL(file).href) : require(file)
const compile = engines[engine](library)
const { task, cases, context, attempts } = JSON.parse(readFileSync(0, 'utf8'))
const answer = task ? { perSecond: speed(task) } : { outcomes: cases.map(outcome), reached: attempts.filter(reaches) }
process.stdout.write(JSON.stringify(answer))

/** NaN where it gives another text. */
function speed({ template, row, expected, isCompiled, seconds }) {
  const once = compile(template, {})
  const render = isCompiled ? once : (context) => compile(template, {})(context)
  if (render(row) !== expected) return null
  const perSecond = (/** @type {number} */ lengthMs) => {
    const beganMs = performance.now()
    let count = 0
    while (performance.now() - beganMs < lengthMs) {
      for (let step = 0; step < 100; step++) if (render(row).length !== expected.length) throw new Error('wrong length')
      count += 100
    }
    return (count * 1000) / (performance.now() - beganMs)
  }
  // A new process has not compiled anything yet: nobody is measured cold.
  perSecond(500)
  return perSecond(seconds * 1000)
}

function outcome({ template, options }) {
  try {
    return compile(template, options)(context)
  } catch {
    return null
  }
}

/** Whether a template got at the host: it prints what only code outside of it knows. */
function reaches(template) {
  globalThis.outside = 'outside-the-context'
  try {
    return /outside-the-context|native code|function Object/.test(
      compile(template, {})({ name: 'srv', items: [1], o: { a: 1 }, n: 1 }),
    )
  } catch {
    return false
  }
}

/** Jinja2 templates for JavaScript: faithful to Python's Jinja2, and safe with templates that nobody has read. */
import { type CompiledExpression, Environment, type Options, type Template } from './environment.ts'

export { type CompiledExpression, type Context, Environment, type Options, type Template } from './environment.ts'
export { TemplateError, type TemplateErrorKind } from './error.ts'
export { defaultLimits, type Limits } from './limits.ts'
export { Float, type UndefinedMode } from './values/types.ts'

/**
 * A template, compiled once and rendered as often as wanted.
 * @throws TemplateError if the text is no template
 */
export function compile(source: string, options?: Options): Template {
  return new Environment(options).compile(source)
}

/**
 * One expression without delimiters, for its value instead of its text.
 * @throws TemplateError if the text is no expression
 */
export function compileExpression(source: string, options?: Options): CompiledExpression {
  return new Environment(options).compileExpression(source)
}

/** How much a template may use. Each bound is counted per rendering, except those of the template's own text. */
export interface Limits {
  /** Steps: statements, operations, and items that loops and filters look at. */
  readonly stepsMax: number
  /** Characters written, by macros and captured blocks too. */
  readonly outputMax: number
  /** Characters, list items and dictionary entries made in one rendering; nothing is given back. */
  readonly allocationMax: number
  /** Calls inside calls: macros, recursive loops, includes, blocks; and how deep printed or compared data may be. */
  readonly recursionMax: number
  /** Items of one `range()`. */
  readonly rangeMax: number
  /** Bits of an integer. */
  readonly integerBitsMax: number
  /** Characters of a template's text. */
  readonly sourceMax: number
  /** Brackets, operators and blocks inside each other in a template's text. */
  readonly nestingMax: number
}

/** Generous for a template that fills in one field, and the end of a bomb after a fraction of a second. */
export const defaultLimits: Limits = {
  stepsMax: 1_000_000,
  outputMax: 1_000_000,
  allocationMax: 10_000_000,
  recursionMax: 100,
  rangeMax: 100_000,
  // Python itself prints no integer of more than 4,300 digits; these are a few more.
  integerBitsMax: 16_384,
  sourceMax: 250_000,
  nestingMax: 100,
}

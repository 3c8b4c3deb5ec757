/** Answers that differ from the vendor's own description, because the vendor really answers so. */

interface Explanation {
  readonly operation: RegExp
  readonly line: RegExp
  /** With the section of ninjaone-api that holds the evidence. */
  readonly why: string
}

const explanations: readonly Explanation[] = [
  {
    operation: /^devices\.(get|listDetailed)$/,
    line: /^(\/\*)?\/\w+ is not described$/,
    why: 'live answers carry blocks of the device’s class, which the spec leaves out (§5, "Device shape")',
  },
  {
    operation: /etSignedUrls$/,
    line: /^ must be string/,
    why: 'the spec types a map of links as one string; its own text speaks of one link for each content id',
  },
  {
    operation: /^customFields\.list$/,
    line: /^\/cursorName is not described$/,
    why: 'the spec asks for a `cursorName` and never says where the next one stands; ours says it here',
  },
]

/** Why the vendor answers so; undefined when nobody knows a reason. */
export const explained = (operation: string, line: string): string | undefined =>
  explanations.find((one) => one.operation.test(operation) && one.line.test(line))?.why

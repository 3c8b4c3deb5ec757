/**
 * What Prism finds, and why the vendor really asks or answers so. Sections are of ninjaone-api, where the evidence stands.
 */
interface Explanation {
  readonly operation: RegExp
  readonly line: RegExp
  readonly why: string
}

const explanations: readonly Explanation[] = [
  {
    operation: /./,
    line: /^response The received media type "" does not match/,
    why: 'commands answer 204 without a body, and clients look for that; the spec has a default answer with a type (§5)',
  },
  {
    operation: /[cC]ustomFields/,
    line: /^(request|response)\/body\/.* must be object$/,
    why: 'values of custom fields are texts, numbers, truths and lists; the spec writes `object` for a value of any kind',
  },
  {
    operation: /^organizationDocuments\./,
    line: /^(request|response)\/body\/.* must be object$/,
    why: 'the same for the values of a document’s fields',
  },
  {
    operation: /^ticketBoards\.run$/,
    line: /^response\/body\/data\/.* must be object$/,
    why: 'the same for the columns of a board’s rows',
  },
  {
    operation: /^tickets\.addComment$/,
    line: /^request\/body\/comment .* must be object$/,
    why: 'the comment is a part of a form and is JSON (§5, "Ticketing"); Prism takes every part for a text',
  },
  {
    operation: /etSignedUrls$/,
    line: /^response\/body Response body must be string$/,
    why: 'the spec types a map of links as one string; its own words speak of one link for each content id',
  },
  {
    operation: /^customFields\.listForDevices$/,
    line: /^request\/query\/scopes /,
    why: 'the spec’s words allow several scopes with commas between them; its type allows one',
  },
  {
    operation: /\.listSoftware$/,
    line: /\/installDate .* must match format "date-time"$/,
    why: 'installDate is a plain date in practice (§5, §9.2)',
  },
  {
    operation: /\.download(Attachment)?$/,
    line: /^response Unable to match the returned status code .*: 204$/,
    why: 'a download is a file and answers 200; the spec knows only 204, without content',
  },
]

const used = new Set<Explanation>()

export function isExplained(operation: string, line: string): boolean {
  const found = explanations.find((one) => one.operation.test(operation) && one.line.test(line))
  if (found) used.add(found)
  return found !== undefined
}

/** Explanations that nothing needed: what they explain is not so any more. */
export const unusedExplanations = (): readonly string[] =>
  explanations.filter((one) => !used.has(one)).map(({ why }) => why)

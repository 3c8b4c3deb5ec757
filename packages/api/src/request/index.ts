/** Building requests as values: pure, no network, no clock. */
export { formatIssue, type InputIssue, nearestName } from './explain.ts'
export { type MatchedOperation, matchOperation, type PathRefusal, type RawPathProblem } from './match-path.ts'
export { type ParsedInput, parseInput } from './parse-input.ts'
export { matchesTemplate, pathParameters, pathSegment, RequestError } from './path.ts'
export { type BodyInput, inputOfBody } from './read-body.ts'
export { type ExactRequest, type FieldPlace, isRequestOf, placeOf, requestTarget, toRequest } from './to-request.ts'
export { writeBody } from './write-body.ts'

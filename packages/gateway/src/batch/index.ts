/** Batch: rows and templates become calls; ends become rows again. Sends nothing, stores nothing, decides nothing. */
export { type BatchAction, batchActions } from './action.ts'
export { type CompiledBatch, checkColumns, compileBatch, type RowCall } from './compile.ts'
export { inspectRow } from './inspect.ts'
export { fileLines, pipeLines, readPartRows, readPipeRows, stepFailure } from './lhub.ts'
export {
  type Encoding,
  encodings,
  formatOf,
  type Input,
  type InputFormat,
  inputFormats,
  readFileRows,
  readRows,
  rowCharactersMax,
  type SourceRow,
} from './read/index.ts'
export { intervalLabel, soarActions } from './soar-actions.ts'
export { outputRows, type ResultFormat, resultFormats, resultText } from './write/results.ts'

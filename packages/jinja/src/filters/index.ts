/** All filters by name. */
import { tableOf } from '../values/define.ts'
import type { Call } from '../values/types.ts'
import { htmlFilters } from './html.ts'
import { toJson } from './json.ts'
import { numberFilters } from './numbers.ts'
import { pprint } from './pretty.ts'
import { selectFilters } from './select.ts'
import { sequenceFilters } from './sequences.ts'
import { formatFilter, textFilters } from './text.ts'

export const filters: ReadonlyMap<string, Call> = new Map([
  ...tableOf([
    ...htmlFilters,
    ...numberFilters,
    ...sequenceFilters,
    ...textFilters,
    ['tojson value indent?', toJson],
    ['pprint value', pprint],
  ]),
  ...selectFilters,
  ['format', formatFilter],
])

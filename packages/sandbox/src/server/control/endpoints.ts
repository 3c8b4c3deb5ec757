/** Every endpoint of the control API, in the order in which people read about them. */
import { changing } from './change.ts'
import type { Endpoint } from './endpoint.ts'
import { observing } from './observe.ts'
import { moving } from './time.ts'

export const endpoints: readonly Endpoint[] = [...observing, ...moving, ...changing]

import type { Task } from './support/task.ts'
export const coldStart: Task = {
  name: 'cold-start',
  run: () => {
    throw new Error('todo')
  },
}

import type { Task } from './support/task.ts'
export const mcpRead: Task = {
  name: 'mcp-read',
  run: () => {
    throw new Error('todo')
  },
}

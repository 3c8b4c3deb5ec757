import type { Behaviours } from './behaviour.ts'

export const tasks: Behaviours = {
  'tasks.list': (_input, { world }) =>
    world.tasks.list().map(({ createdMs, lastRunMs, ...task }) => ({
      ...task,
      created: createdMs / 1000,
      ...(lastRunMs !== undefined && { lastRun: lastRunMs / 1000 }),
    })),
}

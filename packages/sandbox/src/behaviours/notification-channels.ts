import type { Behaviours } from './behaviour.ts'

export const notificationChannels: Behaviours = {
  'notificationChannels.list': (_input, { world }) =>
    world.notificationChannels.list().map((channel) => ({ ...channel })),
  'notificationChannels.listEnabled': (_input, { world }) =>
    world.notificationChannels.list({ test: ({ enabled }) => enabled }).map((channel) => ({ ...channel })),
}

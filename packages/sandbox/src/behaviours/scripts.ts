import type { Behaviours } from './behaviour.ts'

export const scripts: Behaviours = {
  'scripts.list': (_input, { world }) =>
    world.seed.scripts.map(({ createdOffsetMs, updatedOffsetMs, categoryId: _categoryId, ...script }) => ({
      ...script,
      architecture: ['64'],
      operatingSystems: [...script.operatingSystems],
      scriptParameters: [...script.scriptParameters],
      scriptVariables: [],
      createdBy: 'Script librarian',
      lastUpdatedBy: 'Script librarian',
      createdOn: (world.startMs + createdOffsetMs) / 1000,
      updatedOn: (world.startMs + updatedOffsetMs) / 1000,
    })),
}

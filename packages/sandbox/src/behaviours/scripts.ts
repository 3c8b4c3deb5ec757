import type { Behaviours } from './behaviour.ts'

export const scripts: Behaviours = {
  'scripts.list': (_input, { world }) =>
    world.scripts.list().map(({ createdMs, updatedMs, categoryId: _categoryId, body: _body, ...script }) => ({
      ...script,
      architecture: ['64'],
      operatingSystems: [...script.operatingSystems],
      scriptParameters: [...script.scriptParameters],
      scriptVariables: [],
      createdBy: 'Script librarian',
      lastUpdatedBy: 'Script librarian',
      createdOn: createdMs / 1000,
      updatedOn: updatedMs / 1000,
    })),
}

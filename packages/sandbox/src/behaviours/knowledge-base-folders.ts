/** Folders of the knowledge base. What is done to a folder is done to everything below it. */
import type { KnowledgeBaseFolder } from '../world/kinds/knowledge-base.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { findAll } from './entities.ts'
import { findByPath, findFolder, makeFolder, tell, toWireFolder, treeOf } from './knowledge-base.ts'
import { remove as removeArticles, setArchived as setArticlesArchived } from './knowledge-base-articles.ts'

const allOf = (ids: readonly number[], scene: Scene) =>
  findAll(scene.world.knowledgeBaseFolders, ids, 'knowledge base folder', scene)

function setArchived(folders: readonly KnowledgeBaseFolder[], isArchived: boolean, scene: Scene): undefined {
  for (const folder of folders) {
    const tree = treeOf(folder, scene.world)
    for (const one of tree.folders) {
      if (one.isArchived === isArchived) continue
      const archivedMs = isArchived ? scene.nowMs : undefined
      scene.world.knowledgeBaseFolders.update(one.id, { isArchived, archivedMs })
      tell(scene, 'FOLDER', isArchived ? 'ARCHIVED' : 'RESTORED', one)
    }
    setArticlesArchived(tree.articles, isArchived, scene)
  }
}

function remove(folders: readonly KnowledgeBaseFolder[], scene: Scene): undefined {
  for (const folder of folders) {
    // One that lay in another of the list is gone by now.
    if (!scene.world.knowledgeBaseFolders.has(folder.id)) continue
    const tree = treeOf(folder, scene.world)
    removeArticles(tree.articles, scene)
    for (const one of tree.folders) {
      scene.world.knowledgeBaseFolders.delete(one.id)
      tell(scene, 'FOLDER', 'DELETED', one)
    }
  }
}

/** The root folder of an organization bears its name; it is made when something first moves there (spec, move). */
function rootOf(organizationId: number, scene: Scene): KnowledgeBaseFolder {
  const { world, refuse } = scene
  const organization = world.organizations.get(organizationId)
  if (!organization) throw refuse(400, 'invalid_organization', `There is no organization ${organizationId}`)
  const { name } = organization
  const known = world.knowledgeBaseFolders
    .whose('organizationId', organizationId)
    .find((folder) => folder.parentFolderId === undefined && folder.name === name)
  return known ?? makeFolder(name, undefined, organizationId, scene)
}

interface Move {
  readonly destinationFolderId?: number | undefined
  readonly destinationOrganizationId?: number | undefined
}

function destinationOf({ destinationFolderId, destinationOrganizationId }: Move, scene: Scene): KnowledgeBaseFolder {
  const { world, refuse } = scene
  if (destinationFolderId === undefined) {
    if (destinationOrganizationId !== undefined) return rootOf(destinationOrganizationId, scene)
    throw refuse(400, 'destination_folder_id_is_required', 'Say where they are to go')
  }
  const folder = world.knowledgeBaseFolders.get(destinationFolderId)
  const isThere = folder && (destinationOrganizationId ?? folder.organizationId) === folder.organizationId
  if (!isThere) throw refuse(400, 'invalid_destination_folder', `There is no folder ${destinationFolderId} there`)
  return folder
}

export const knowledgeBaseFolders: Behaviours = {
  'knowledgeBaseFolders.get': ({ folderId, includeArchived = false }, scene) =>
    toWireFolder(findFolder(folderId, scene), includeArchived, scene),

  'knowledgeBaseFolders.find': ({ folderPath, folderId, organizationId }, scene) => {
    const { refuse } = scene
    if (folderPath === undefined && folderId === undefined) {
      throw refuse(400, 'folder_path_is_required', 'Say which folder, by its path or its id')
    }
    const folder =
      folderId === undefined ? findByPath(folderPath ?? '', organizationId, scene) : findFolder(folderId, scene)
    const others = folderId !== undefined && folder?.organizationId !== (organizationId ?? folder?.organizationId)
    if (!folder || others) throw refuse(404, 'knowledge_base_folder_not_found', `There is no folder ${folderId} there`)
    if (
      folderId !== undefined &&
      folderPath !== undefined &&
      findByPath(folderPath, organizationId, scene) !== folder
    ) {
      throw refuse(400, 'invalid_folder_path', `Folder ${folderId} is not ${folderPath}`)
    }
    return toWireFolder(folder, false, scene)
  },

  'knowledgeBaseFolders.move': ({ folderIds = [], documentIds = [], ...move }, scene) => {
    const { world, nowMs, refuse } = scene
    const folders = allOf(folderIds, scene)
    const articles = findAll(world.knowledgeBaseArticles, documentIds, 'knowledge base article', scene)
    const trees = folders.map((folder) => ({ folder, tree: treeOf(folder, world) }))
    const inside = trees.some(({ tree }) => tree.folders.some(({ id }) => id === move.destinationFolderId))
    if (inside) throw refuse(400, 'invalid_destination_folder', 'A folder cannot move into itself')
    const { id: parentFolderId, organizationId } = destinationOf(move, scene)
    const whose = { organizationId, updatedMs: nowMs }
    for (const { folder, tree } of trees) {
      for (const one of tree.folders) world.knowledgeBaseFolders.update(one.id, whose)
      for (const one of tree.articles) world.knowledgeBaseArticles.update(one.id, whose)
      tell(scene, 'FOLDER', 'MOVED', world.knowledgeBaseFolders.update(folder.id, { parentFolderId }))
    }
    for (const { id } of articles) {
      tell(scene, 'DOCUMENT', 'MOVED', world.knowledgeBaseArticles.update(id, { parentFolderId, ...whose }))
    }
  },

  'knowledgeBaseFolders.archive': ({ folderIds }, scene) => setArchived(allOf(folderIds, scene), true, scene),
  'knowledgeBaseFolders.restore': ({ folderIds }, scene) => setArchived(allOf(folderIds, scene), false, scene),
  'knowledgeBaseFolders.delete': ({ folderIds }, scene) => remove(allOf(folderIds, scene), scene),
}

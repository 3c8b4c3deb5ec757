/** What articles and folders of the knowledge base share: paths, scopes, and what lies in a folder. */
import type { KnowledgeBaseArticle, KnowledgeBaseFolder } from '../world/kinds/knowledge-base.ts'
import type { World } from '../world/world.ts'
import { attachmentsIn, extensionOf, metadataOf } from './attachments.ts'
import type { Scene } from './behaviour.ts'
import { find, note, toSeconds } from './entities.ts'

type Placed = KnowledgeBaseFolder | KnowledgeBaseArticle
type Word = 'CREATED' | 'UPDATED' | 'DELETED' | 'ARCHIVED' | 'RESTORED' | 'MOVED'

export const tell = (scene: Scene, kind: 'FOLDER' | 'DOCUMENT', word: Word, { id, name }: Placed) =>
  note(scene, {
    activityType: 'KNOWLEDGE_BASE',
    statusCode: `KNOWLEDGE_BASE_${kind}_${word}`,
    subject: name,
    id,
  })

const placed = ({ id, organizationId, parentFolderId, name, isArchived, createdMs, updatedMs }: Placed) => ({
  id,
  ...(organizationId !== undefined && { organizationId }),
  ...(parentFolderId !== undefined && { parentFolderId }),
  name,
  isArchived,
  createTime: toSeconds(createdMs),
  updateTime: toSeconds(updatedMs),
})

const archivedTime = ({ archivedMs }: Placed) => archivedMs !== undefined && { archivedTime: toSeconds(archivedMs) }

/** Names from the top: `Network|VPN`. */
function pathOf(folderId: number | undefined, { knowledgeBaseFolders }: World): string | undefined {
  const names: string[] = []
  let folder = folderId === undefined ? undefined : knowledgeBaseFolders.get(folderId)
  while (folder) {
    names.unshift(folder.name)
    folder = folder.parentFolderId === undefined ? undefined : knowledgeBaseFolders.get(folder.parentFolderId)
  }
  return names.length > 0 ? names.join('|') : undefined
}

/** The files of an article: the upload it consists of, and those its text refers to. */
export function filesOf({ html, text, attachmentIds }: KnowledgeBaseArticle, scene: Scene) {
  const own = attachmentIds.map((id) => scene.world.attachments.expect(id))
  const named = attachmentsIn([html, text], scene).filter(({ id }) => !attachmentIds.includes(id))
  return [...own, ...named]
}

export function toWireArticle(article: KnowledgeBaseArticle, scene: Scene) {
  const { html, text, isNinjaArticle, parentFolderId } = article
  const path = pathOf(parentFolderId, scene.world)
  const files = filesOf(article, scene)
  return {
    ...placed(article),
    ...archivedTime(article),
    isNinjaArticle,
    ...(path && { path }),
    ...((html !== undefined || text !== undefined) && {
      content: { ...(html !== undefined && { html }), ...(text !== undefined && { text }) },
    }),
    ...(files.length > 0 && {
      attachments: files.map((file) => ({ id: file.id, uploadStatus: 'SUCCESS', metadata: metadataOf(file) })),
    }),
  }
}

function articleInFolder(article: KnowledgeBaseArticle, scene: Scene) {
  const [file] = article.isNinjaArticle ? [] : filesOf(article, scene)
  const extension = file ? extensionOf(file.name) : 'ninja'
  return {
    ...placed(article),
    isFolder: false,
    ...(extension && { fileExtension: extension }),
    ...(file && { fileSize: String(file.size), fileUploadStatus: 'SUCCESS' }),
  }
}

/** Folders first, then articles; archived ones only on request. */
export function toWireFolder(folder: KnowledgeBaseFolder, includeArchived: boolean, scene: Scene) {
  const { folders, articles } = contentOf(folder.id, scene.world)
  const shown = (one: Placed) => includeArchived || !one.isArchived
  return {
    ...placed(folder),
    ...archivedTime(folder),
    content: [
      ...folders.filter(shown).map((one) => ({ ...placed(one), isFolder: true })),
      ...articles.filter(shown).map((one) => articleInFolder(one, scene)),
    ],
  }
}

const contentOf = (folderId: number, { knowledgeBaseFolders, knowledgeBaseArticles }: World) => ({
  folders: knowledgeBaseFolders.whose('parentFolderId', folderId),
  articles: knowledgeBaseArticles.whose('parentFolderId', folderId),
})

/** The folder, every folder below it, and all their articles. */
export function treeOf(folder: KnowledgeBaseFolder, world: World) {
  const { folders, articles } = contentOf(folder.id, world)
  const tree = { folders: [folder], articles }
  for (const child of folders) {
    const below = treeOf(child, world)
    tree.folders.push(...below.folders)
    tree.articles.push(...below.articles)
  }
  return tree
}

const childNamed = (
  name: string,
  parentFolderId: number | undefined,
  organizationId: number | undefined,
  { knowledgeBaseFolders }: World,
) =>
  knowledgeBaseFolders
    .whose('parentFolderId', parentFolderId)
    .find((folder) => folder.name === name && folder.organizationId === organizationId)

export function findByPath(path: string, organizationId: number | undefined, { world, refuse }: Scene) {
  let folder: KnowledgeBaseFolder | undefined
  for (const name of path.split('|')) {
    folder = childNamed(name, folder?.id, organizationId, world)
    if (!folder) throw refuse(404, 'knowledge_base_folder_not_found', `There is no folder ${path}`)
  }
  return folder
}

/** No call creates a folder, so a path makes those it names and the tenant has not (grade U). */
function makePath(path: string, organizationId: number | undefined, scene: Scene): number | undefined {
  let parentFolderId: number | undefined
  for (const name of path.split('|')) {
    const known = childNamed(name, parentFolderId, organizationId, scene.world)
    parentFolderId = (known ?? makeFolder(name, parentFolderId, organizationId, scene)).id
  }
  return parentFolderId
}

export function makeFolder(
  name: string,
  parentFolderId: number | undefined,
  organizationId: number | undefined,
  scene: Scene,
): KnowledgeBaseFolder {
  const folder = scene.world.knowledgeBaseFolders.insert({
    name,
    ...(parentFolderId !== undefined && { parentFolderId }),
    ...(organizationId !== undefined && { organizationId }),
    isArchived: false,
    createdMs: scene.nowMs,
    updatedMs: scene.nowMs,
  })
  tell(scene, 'FOLDER', 'CREATED', folder)
  return folder
}

interface Destination {
  readonly organizationId?: number | undefined
  readonly folderId?: number | undefined
  readonly folderPath?: string | undefined
}

/** Throws for what cannot be; changes nothing yet. */
export function checkDestination({ organizationId, folderId, folderPath }: Destination, scene: Scene): void {
  const { world, refuse } = scene
  if (organizationId !== undefined && !world.organizations.has(organizationId)) {
    throw refuse(400, 'invalid_organization', `There is no organization ${organizationId}`)
  }
  if (folderPath?.split('|').some((name) => name.trim() === '')) {
    throw refuse(400, 'invalid_folder_path', `${folderPath} names a folder that has no name`)
  }
  if (folderId === undefined) return
  const folder = world.knowledgeBaseFolders.get(folderId)
  if (!folder || folder.organizationId !== organizationId || folder.isArchived) {
    throw refuse(400, 'invalid_folder', `There is no folder ${folderId} for this article`)
  }
  if (folderPath !== undefined && pathOf(folderId, world) !== folderPath) {
    throw refuse(400, 'invalid_folder_path', `Folder ${folderId} is not ${folderPath}`)
  }
}

export const openDestination = ({ organizationId, folderId, folderPath }: Destination, scene: Scene) =>
  folderId ?? (folderPath === undefined ? undefined : makePath(folderPath, organizationId, scene))

export const findFolder = (id: number, scene: Scene) =>
  find(scene.world.knowledgeBaseFolders, id, 'knowledge base folder', scene)

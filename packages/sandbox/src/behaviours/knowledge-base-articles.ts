/** Articles of the knowledge base: written in NinjaOne, or uploaded as files. */
import type { KnowledgeBaseArticle } from '../world/kinds/knowledge-base.ts'
import { fileOf, signedUrlsOf, storeFile } from './attachments.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { find, findAll, given, readIds } from './entities.ts'
import { checkDestination, filesOf, openDestination, tell, toWireArticle } from './knowledge-base.ts'
import { forgetRelations } from './relations.ts'

const what = 'knowledge base article'

function list(test: (article: KnowledgeBaseArticle) => boolean, query: Query, scene: Scene) {
  const { articleName, includeArchived = false } = query
  const articles = scene.world.knowledgeBaseArticles.list({
    test: (article) =>
      test(article) && article.name === (articleName ?? article.name) && (includeArchived || !article.isArchived),
  })
  return articles.map((article) => toWireArticle(article, scene))
}

interface Query {
  readonly articleName?: string | undefined
  readonly includeArchived?: boolean | undefined
}

function insert(article: Omit<KnowledgeBaseArticle, 'id' | 'isArchived' | 'createdMs' | 'updatedMs'>, scene: Scene) {
  const { world, nowMs } = scene
  const moments = { isArchived: false, createdMs: nowMs, updatedMs: nowMs }
  const inserted = world.knowledgeBaseArticles.insert({ ...article, ...moments })
  tell(scene, 'DOCUMENT', 'CREATED', inserted)
  return toWireArticle(inserted, scene)
}

export function setArchived(articles: readonly KnowledgeBaseArticle[], isArchived: boolean, scene: Scene): undefined {
  for (const article of articles) {
    if (article.isArchived === isArchived) continue
    const archivedMs = isArchived ? scene.nowMs : undefined
    scene.world.knowledgeBaseArticles.update(article.id, { isArchived, archivedMs })
    tell(scene, 'DOCUMENT', isArchived ? 'ARCHIVED' : 'RESTORED', article)
  }
}

export function remove(articles: readonly KnowledgeBaseArticle[], scene: Scene): undefined {
  for (const article of articles) {
    scene.world.knowledgeBaseArticles.delete(article.id)
    forgetRelations(scene.world, 'KB_DOCUMENT', article.id)
    tell(scene, 'DOCUMENT', 'DELETED', article)
  }
}

const allOf = (ids: readonly number[], scene: Scene) => findAll(scene.world.knowledgeBaseArticles, ids, what, scene)

export const knowledgeBaseArticles: Behaviours = {
  'knowledgeBaseArticles.listGlobal': (query, scene) =>
    list(({ organizationId }) => organizationId === undefined, query, scene),

  'knowledgeBaseArticles.listForOrganizations': ({ organizationIds, ...query }, scene) => {
    const ids = readIds(organizationIds, 'organization ids', scene)
    return list(({ organizationId: id }) => id !== undefined && (ids?.has(id) ?? true), query, scene)
  },

  'knowledgeBaseArticles.create': ({ articles }, scene) => {
    const prepared = articles.map(({ name, organizationId, content, ...where }) => {
      const { destinationFolderId: folderId, destinationFolderPath: folderPath } = where
      const destination = { organizationId, folderId, folderPath }
      checkDestination(destination, scene)
      return { destination, article: { name, ...given({ organizationId, html: content?.html, text: content?.text }) } }
    })
    return prepared.map(({ destination, article }) => {
      const parentFolderId = openDestination(destination, scene)
      return insert({ ...article, ...given({ parentFolderId }), isNinjaArticle: true, attachmentIds: [] }, scene)
    })
  },

  'knowledgeBaseArticles.upload': ({ files, ...destination }, scene) => {
    checkDestination(destination, scene)
    const parentFolderId = openDestination(destination, scene)
    const { organizationId } = destination
    return files.map((file) => {
      const attachmentIds = [storeFile(file, scene).id]
      const fields = { name: file.name, isNinjaArticle: false, attachmentIds }
      return insert({ ...fields, ...given({ organizationId, parentFolderId }) }, scene)
    })
  },

  'knowledgeBaseArticles.update': ({ articles }, scene) => {
    const { world, nowMs, refuse } = scene
    for (const { id, content } of articles) {
      const { isNinjaArticle } = find(world.knowledgeBaseArticles, id, what, scene)
      if (content && !isNinjaArticle) throw refuse(400, 'not_a_ninja_article', `${id} is an uploaded file`)
    }
    return articles.map(({ id, name, content }) => {
      const change = given({ name, html: content?.html, text: content?.text })
      const changed = world.knowledgeBaseArticles.update(id, { ...change, updatedMs: nowMs })
      tell(scene, 'DOCUMENT', 'UPDATED', changed)
      return toWireArticle(changed, scene)
    })
  },

  'knowledgeBaseArticles.archive': ({ articleIds }, scene) => setArchived(allOf(articleIds, scene), true, scene),
  'knowledgeBaseArticles.restore': ({ articleIds }, scene) => setArchived(allOf(articleIds, scene), false, scene),
  'knowledgeBaseArticles.delete': ({ articleIds }, scene) => remove(allOf(articleIds, scene), scene),

  /** What was written here comes as the page it is, an upload as the bytes it was. */
  'knowledgeBaseArticles.download': ({ articleId }, scene) => {
    const article = find(scene.world.knowledgeBaseArticles, articleId, what, scene)
    const [file] = article.isNinjaArticle ? [] : filesOf(article, scene)
    if (file) return fileOf(file)
    const html = article.html ?? article.text ?? ''
    return { contentType: 'text/html', name: `${article.name}.html`, base64: Buffer.from(html).toString('base64') }
  },

  'knowledgeBaseArticles.getSignedUrls': ({ articleId }, scene) =>
    signedUrlsOf(filesOf(find(scene.world.knowledgeBaseArticles, articleId, what, scene), scene), scene),
}

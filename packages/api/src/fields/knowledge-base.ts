/** The knowledge base: articles in folders, of one organization or of all. */
import { z } from 'zod'
import { AttachmentMetadata } from './files.ts'
import { OrganizationId, openEnum, Timestamp } from './index.ts'

const Id = z.int().positive()
export const ArticleId = Id.describe('Knowledge base article id')
export const ArticleIds = z.array(ArticleId).min(1).describe('Ids of knowledge base articles')
export const FolderId = Id.describe('Knowledge base folder id')
export const FolderIds = z.array(FolderId).min(1).describe('Ids of knowledge base folders')
export const FolderPath = z.string().min(1).describe('Names of folders from the top, separated by |, e.g. Network|VPN')
export const ArticleNameFilter = z.string().min(1).describe('Only articles of this name')
export const IncludeArchived = z.boolean().describe('Also what is archived')

const Content = z
  .strictObject({
    html: z.string().describe('As HTML').optional(),
    text: z.string().describe('The same as plain text').optional(),
  })
  .describe('What it says')

/** Required on our account: the name of a new article, and which article a change is about. */
export const NewArticle = z.strictObject({
  name: z.string().min(1).describe('Name of the article'),
  organizationId: OrganizationId.describe('Organization id; without one the article is for all').optional(),
  destinationFolderId: FolderId.optional(),
  destinationFolderPath: FolderPath.optional(),
  content: Content.optional(),
})
export const ArticleChange = z.strictObject({
  id: ArticleId,
  name: z.string().min(1).describe('Name of the article').optional(),
  content: Content.optional(),
})

const UploadStatus = openEnum(['PROCESSING', 'SUCCESS', 'FAILURE', 'SUSPICIOUS'])

const placed = {
  id: z.int(),
  /** Absent for what is for all organizations. */
  organizationId: z.int().optional(),
  parentFolderId: z.int().optional(),
  name: z.string().optional(),
  isArchived: z.boolean().optional(),
  createTime: Timestamp.optional(),
  updateTime: Timestamp.optional(),
}

export const Article = z.looseObject({
  ...placed,
  /** False for an uploaded file. */
  isNinjaArticle: z.boolean().optional(),
  archivedTime: Timestamp.optional(),
  path: z.string().optional(),
  content: z.looseObject({ html: z.string().optional(), text: z.string().optional() }).optional(),
  attachments: z
    .array(
      z.looseObject({
        id: z.int().optional(),
        uploadStatus: UploadStatus.optional(),
        metadata: AttachmentMetadata.optional(),
      }),
    )
    .optional(),
})

/** A folder with what lies in it: articles and folders alike. */
export const Folder = z.looseObject({
  ...placed,
  archivedTime: Timestamp.optional(),
  content: z
    .array(
      z.looseObject({
        ...placed,
        isFolder: z.boolean().optional(),
        /** The three that follow tell of uploaded files; what was written in NinjaOne has the extension `ninja`. */
        fileSize: z.string().optional(),
        fileExtension: z.string().optional(),
        fileUploadStatus: UploadStatus.optional(),
      }),
    )
    .optional(),
})

/** Folders and articles of the knowledge base. What has no organization is for all. */

import { dayMs, type Origin } from '../origin.ts'
import type { Kind } from '../store/kind.ts'
import { listSource } from '../store/source.ts'

export interface Placed {
  readonly id: number
  readonly organizationId?: number
  readonly parentFolderId?: number
  readonly name: string
  readonly isArchived: boolean
  readonly archivedMs?: number
  readonly createdMs: number
  readonly updatedMs: number
}

export type KnowledgeBaseFolder = Placed

export interface KnowledgeBaseArticle extends Placed {
  /** False for an uploaded file. */
  readonly isNinjaArticle: boolean
  readonly html?: string
  readonly text?: string
  /** Of an uploaded file: the upload. */
  readonly attachmentIds: readonly number[]
}

type Index = 'organizationId' | 'parentFolderId'

const indexes = {
  organizationId: { keyOf: ({ organizationId }: Placed) => organizationId },
  parentFolderId: { keyOf: ({ parentFolderId }: Placed) => parentFolderId },
}

const placedAt = (origin: Origin, ageDays: number) => ({
  isArchived: false,
  createdMs: origin.startMs - ageDays * dayMs,
  updatedMs: origin.startMs - Math.round(ageDays / 3) * dayMs,
})

export const knowledgeBaseFolderKind = (origin: Origin): Kind<KnowledgeBaseFolder, Index> => ({
  name: 'knowledge-base-folder',
  source: listSource(() => [
    { id: 1, name: 'Network', ...placedAt(origin, 700) },
    { id: 2, name: 'VPN', parentFolderId: 1, ...placedAt(origin, 690) },
    { id: 3, name: 'Printing', ...placedAt(origin, 600) },
    { id: 4, name: 'Site notes', organizationId: 1, ...placedAt(origin, 500) },
  ]),
  indexes,
})

const articles = [
  ['Connect to the VPN', 2, undefined],
  ['Change the wireless password', 1, undefined],
  ['Clear a print queue', 3, undefined],
  ['Order of starting the servers', 4, 1],
  ['Who to call at night', undefined, undefined],
] as const

export const knowledgeBaseArticleKind = (origin: Origin): Kind<KnowledgeBaseArticle, Index> => ({
  name: 'knowledge-base-article',
  source: listSource(() =>
    articles.map(([name, parentFolderId, organizationId], index) => ({
      id: index + 1,
      name,
      ...(parentFolderId !== undefined && { parentFolderId }),
      ...(organizationId !== undefined && { organizationId }),
      ...placedAt(origin, 400 - index),
      isNinjaArticle: true,
      html: `<p>${name}: ask before you improvise.</p>`,
      text: `${name}: ask before you improvise.`,
      attachmentIds: [],
    })),
  ),
  indexes,
})

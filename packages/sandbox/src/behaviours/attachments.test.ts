import { expect, test } from 'vitest'
import { createStage } from '../testing/stage.ts'

const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
const file = { name: 'Plan.PDF', contentType: 'application/pdf', base64: bytes.toString('base64') }

test('an upload gets a content id of its own each time, and its size as text', () => {
  const { perform, world } = createStage()
  const files = perform('attachments.uploadTemporary', { entityType: 'DOCUMENT', files: [file, file] })
  expect(files[0]).toEqual({
    name: 'Plan.PDF',
    mimeType: 'application/pdf',
    size: '256',
    extension: 'pdf',
    contentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(files[0].contentId).not.toBe(files[1].contentId)
  expect(world.attachments.whose('uid', files[0].contentId)[0]?.base64).toBe(file.base64)
})

test('what was uploaded comes back byte for byte where it is downloaded', () => {
  const { perform } = createStage()
  const item = perform('relatedItems.addAttachment', { entityType: 'NODE', entityId: 1001, file })
  expect(perform('relatedItems.downloadAttachment', { relatedItemId: item.id })).toEqual(file)
  const [article] = perform('knowledgeBaseArticles.upload', { files: [file] })
  expect(perform('knowledgeBaseArticles.download', { articleId: article.id })).toEqual(file)
})

/** Related items: what stands beside an entity, which is another entity, a file or a secret. */
import type { RelatedItem } from '../world/kinds/records.ts'
import { fileOf, metadataOf, signedUrlsOf, storeFile } from './attachments.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { authorOf, find, note, toSeconds } from './entities.ts'
import { entityExists, relationsOf } from './relations.ts'

type HostType = RelatedItem['entityType']

function toWire({ createdMs, updatedMs, attachmentId, secret, ...item }: RelatedItem, { world }: Scene) {
  const attachment = attachmentId === undefined ? undefined : world.attachments.get(attachmentId)
  return {
    ...item,
    createTime: toSeconds(createdMs),
    updateTime: toSeconds(updatedMs),
    ...(attachment && { value: metadataOf(attachment) }),
    // Of a secret its name and nothing else: the spec leaves open what is shown (RelatedItemPublicApiDTO, "value").
    ...(secret && { value: { name: secret.name } }),
  }
}

function checkHost(type: string, id: number, { world, refuse }: Scene): void {
  if (!entityExists(world, type, id)) throw refuse(404, `${type.toLowerCase()}_not_found`, `There is no ${type} ${id}`)
}

type Content = Pick<RelatedItem, 'type' | 'relEntityType' | 'relEntityId' | 'attachmentId' | 'secret'>

const tell = (scene: Scene, word: 'CREATED' | 'DELETED', item: RelatedItem) =>
  note(scene, {
    activityType: 'RELATED_ITEM',
    statusCode: `RELATED_ITEM_${word}`,
    subject: `${item.relEntityType} of ${item.entityType} ${item.entityId}`,
    id: item.id,
    deviceId: item.entityType === 'NODE' ? item.entityId : undefined,
  })

function insert(entityType: HostType, entityId: number, content: Content, scene: Scene) {
  const author = authorOf(scene)
  const item = scene.world.relatedItems.insert({
    entityType,
    entityId,
    ...content,
    createdMs: scene.nowMs,
    updatedMs: scene.nowMs,
    ...(author !== undefined && { createdByAppUserId: author, updatedByAppUserId: author }),
  })
  tell(scene, 'CREATED', item)
  return toWire(item, scene)
}

interface Relation {
  readonly relEntityType: string
  readonly relEntityId: number
}

function relate(entityType: HostType, entityId: number, relations: readonly Relation[], scene: Scene) {
  const { world, refuse } = scene
  checkHost(entityType, entityId, scene)
  const known = new Set(
    relationsOf(world, entityType, entityId, 'HOSTING').map((item) => `${item.relEntityType} ${item.relEntityId}`),
  )
  for (const { relEntityType, relEntityId } of relations) {
    const name = `${relEntityType} ${relEntityId}`
    if (!entityExists(world, relEntityType, relEntityId)) {
      throw refuse(400, 'invalid_related_entity', `There is no ${name}`)
    }
    if (relEntityType === entityType && relEntityId === entityId) {
      throw refuse(400, 'invalid_related_entity', `${name} cannot be related to itself`)
    }
    if (known.has(name)) throw refuse(400, 'relation_already_exists', `It is related to ${name} already`)
    known.add(name)
  }
  return relations.map((relation) => insert(entityType, entityId, { type: 'ENTITY', ...relation }, scene))
}

function remove(items: readonly RelatedItem[], scene: Scene): undefined {
  for (const item of items) {
    scene.world.relatedItems.delete(item.id)
    tell(scene, 'DELETED', item)
  }
}

const list = (scene: Scene, test?: (item: RelatedItem) => boolean) =>
  scene.world.relatedItems.list(test && { test }).map((item) => toWire(item, scene))

export const relatedItems: Behaviours = {
  'relatedItems.list': (_input, scene) => list(scene),

  'relatedItems.listForEntity': ({ entityType, entityId, scope }, scene) => {
    checkHost(entityType, entityId, scene)
    return relationsOf(scene.world, entityType, entityId, scope).map((item) => toWire(item, scene))
  },

  'relatedItems.listForEntityType': ({ entityType }, scene) => list(scene, (item) => item.entityType === entityType),

  'relatedItems.listForRelatedEntity': ({ relatedEntityType, relatedEntityId }, scene) => {
    checkHost(relatedEntityType, relatedEntityId, scene)
    const items = relationsOf(scene.world, relatedEntityType, relatedEntityId, 'HOSTED_BY')
    return items.map((item) => toWire(item, scene))
  },

  'relatedItems.listForRelatedEntityType': ({ relatedEntityType }, scene) =>
    list(scene, (item) => item.relEntityType === relatedEntityType),

  'relatedItems.addRelation': ({ entityType, entityId, ...relation }, scene) => {
    const [item] = relate(entityType, entityId, [relation], scene)
    if (!item) throw new Error('one relation makes one item')
    return item
  },

  'relatedItems.addRelations': ({ entityType, entityId, relations }, scene) =>
    relate(entityType, entityId, relations, scene),

  'relatedItems.addAttachment': ({ entityType, entityId, file }, scene) => {
    checkHost(entityType, entityId, scene)
    const { id } = storeFile(file, scene)
    return insert(entityType, entityId, { type: 'VALUE', relEntityType: 'ATTACHMENT', attachmentId: id }, scene)
  },

  'relatedItems.addSecureValue': ({ entityType, entityId, ...secret }, scene) => {
    checkHost(entityType, entityId, scene)
    return insert(entityType, entityId, { type: 'VALUE', relEntityType: 'SECURE', secret }, scene)
  },

  'relatedItems.downloadAttachment': ({ relatedItemId }, scene) => {
    const { attachmentId } = find(scene.world.relatedItems, relatedItemId, 'related item', scene)
    if (attachmentId === undefined) throw scene.refuse(400, 'not_an_attachment', `${relatedItemId} is no attachment`)
    return fileOf(scene.world.attachments.expect(attachmentId))
  },

  'relatedItems.getSignedUrls': ({ entityType, entityId }, scene) => {
    checkHost(entityType, entityId, scene)
    const items = relationsOf(scene.world, entityType, entityId, 'HOSTING')
    return signedUrlsOf(
      items.flatMap(({ attachmentId }) =>
        attachmentId === undefined ? [] : scene.world.attachments.expect(attachmentId),
      ),
      scene,
    )
  },

  'relatedItems.delete': ({ relatedItemId }, scene) =>
    remove([find(scene.world.relatedItems, relatedItemId, 'related item', scene)], scene),

  /** Both ways: the vendor takes kinds here that can only be related, never have items of their own. */
  'relatedItems.deleteAll': ({ entityType, entityId }, scene) => {
    checkHost(entityType, entityId, scene)
    remove(relationsOf(scene.world, entityType, entityId), scene)
  },
}

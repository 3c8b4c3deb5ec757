/** Tags of the asset inventory; the endpoint tags of a device are others (ninjaone-api §9.8). */
import type { AssetTag } from '../world/kinds/settings.ts'
import { type Behaviours, findDevice, type Scene } from './behaviour.ts'
import { authorOf, checkReference, find, findAll, toSeconds } from './entities.ts'

const toWire = ({ createdMs, updatedMs, ...tag }: AssetTag) => ({
  ...tag,
  createTime: toSeconds(createdMs),
  updateTime: toSeconds(updatedMs),
})

function authorShown(id: number | undefined, { world }: Scene) {
  const person = id === undefined ? undefined : world.technicians.get(id)
  return person && { id: person.id, name: `${person.firstName} ${person.lastName}`, email: person.email }
}

function listed(tag: AssetTag, scene: Scene) {
  const [createdBy, updatedBy] = [authorShown(tag.createdByUserId, scene), authorShown(tag.updatedByUserId, scene)]
  const targetsCount = scene.world.assetTagsOfDevices.list({ test: ({ tagIds }) => tagIds.includes(tag.id) }).length
  return { ...toWire(tag), targetsCount, ...(createdBy && { createdBy }), ...(updatedBy && { updatedBy }) }
}

function checkName(name: string | undefined, scene: Scene, own?: number): void {
  if (name === undefined) return
  const other = scene.world.assetTags.find((tag) => tag.name.toLowerCase() === name.toLowerCase())
  if (other && other.id !== own) throw scene.refuse(400, 'tag_name_already_exists', `There is a tag ${name} already`)
}

function insert(name: string, description: string | undefined, scene: Scene): AssetTag {
  checkName(name, scene)
  const { nowMs } = scene
  return scene.world.assetTags.insert({
    name,
    ...(description !== undefined && { description }),
    createdMs: nowMs,
    updatedMs: nowMs,
    ...(authorOf(scene) !== undefined && { createdByUserId: authorOf(scene) }),
  })
}

function setTags(deviceId: number, tagIds: Iterable<number>, { world }: Scene): void {
  world.assetTagsOfDevices.put(deviceId, { tagIds: [...new Set(tagIds)].sort((one, other) => one - other) })
}

/** Devices that have one of the tags lose it, and get `instead` for it. */
function replaceTags(gone: readonly number[], instead: readonly number[], scene: Scene): void {
  const { assetTagsOfDevices, assetTags } = scene.world
  for (const { id, tagIds } of assetTagsOfDevices.list({
    test: (one) => one.tagIds.some((tag) => gone.includes(tag)),
  })) {
    setTags(id, [...tagIds.filter((tag) => !gone.includes(tag)), ...instead], scene)
  }
  for (const id of gone) assetTags.delete(id)
}

const checkTags = (ids: readonly number[] | undefined, scene: Scene) => {
  for (const id of ids ?? []) checkReference(scene.world.assetTags, id, 'tag', scene)
}

export const assetTags: Behaviours = {
  'assetTags.list': (_input, scene) => ({ tags: scene.world.assetTags.list().map((tag) => listed(tag, scene)) }),

  'assetTags.create': ({ name, description }, scene) => toWire(insert(name, description, scene)),

  'assetTags.update': ({ tagId, name, description }, scene) => {
    find(scene.world.assetTags, tagId, 'tag', scene)
    checkName(name, scene, tagId)
    const change = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(authorOf(scene) !== undefined && { updatedByUserId: authorOf(scene) }),
      updatedMs: scene.nowMs,
    }
    return toWire(scene.world.assetTags.update(tagId, change))
  },

  'assetTags.delete': ({ tagId }, scene) => {
    find(scene.world.assetTags, tagId, 'tag', scene)
    replaceTags([tagId], [], scene)
  },

  'assetTags.deleteMany': ({ tagIds }, scene) => {
    findAll(scene.world.assetTags, tagIds, 'tag', scene)
    replaceTags(tagIds, [], scene)
  },

  'assetTags.merge': ({ tagIds, mergeIntoTagId, name, description }, scene) => {
    const { assetTags: tags } = scene.world
    findAll(tags, tagIds, 'tag', scene)
    const target =
      mergeIntoTagId === undefined ? insert(name ?? '', description, scene) : find(tags, mergeIntoTagId, 'tag', scene)
    replaceTags(
      tagIds.filter((id) => id !== target.id),
      [target.id],
      scene,
    )
    return toWire(target)
  },

  'assetTags.setForAsset': ({ assetId, tagIds }, scene) => {
    findDevice(assetId, scene)
    checkTags(tagIds, scene)
    setTags(assetId, tagIds, scene)
  },

  'assetTags.updateForAssets': ({ assetIds, tagIdsToAdd, tagIdsToRemove }, scene) => {
    for (const id of assetIds) findDevice(id, scene)
    checkTags(tagIdsToAdd, scene)
    checkTags(tagIdsToRemove, scene)
    const both = tagIdsToAdd?.find((id) => tagIdsToRemove?.includes(id))
    if (both !== undefined) throw scene.refuse(400, 'invalid_tag', `Tag ${both} is to be added and removed`)
    for (const id of assetIds) {
      const before = scene.world.assetTagsOfDevices.get(id)?.tagIds ?? []
      setTags(id, [...before.filter((tag) => !tagIdsToRemove?.includes(tag)), ...(tagIdsToAdd ?? [])], scene)
    }
  },
}

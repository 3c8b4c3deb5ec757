/** Files: uploads that wait for somebody to refer to their content id, and what other behaviours need of them. */
import type { Attachment } from '../world/kinds/records.ts'
import type { Behaviours, Scene } from './behaviour.ts'
import { toSeconds } from './entities.ts'

interface File {
  readonly name: string
  readonly contentType: string
  readonly base64: string
}

const linkLastsMs = 3_600_000

/** Keeps the bytes as they came; whoever downloads them gets the same ones. */
export function storeFile({ name, contentType, base64 }: File, { world, nowMs }: Scene): Attachment {
  const uid = world.drawOfCommand(world.nextCommand()).uuid('content-id')
  const size = Buffer.from(base64, 'base64').length
  return world.attachments.insert({ uid, name, contentType, size, base64, createdMs: nowMs })
}

export const extensionOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()

export function metadataOf({ uid, name, contentType, size }: Attachment) {
  const extension = extensionOf(name)
  return { name, mimeType: contentType, size: String(size), ...(extension && { extension }), contentId: uid }
}

/** What a download answers. */
export const fileOf = ({ name, contentType, base64 }: Attachment) => ({ contentType, name, base64 })

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Uploads whose content id stands anywhere in a text or value: that is how texts and fields refer to them. */
export function attachmentsIn(value: unknown, { world }: Scene): Attachment[] {
  const ids = new Set(
    JSON.stringify(value ?? '')
      .toLowerCase()
      .match(uuids) ?? [],
  )
  return [...ids].flatMap((uid) => world.attachments.whose('uid', uid))
}

/** Content id to link, as the vendor's text says (its type says one string). Nothing listens behind these links. */
export function signedUrlsOf(attachments: readonly Attachment[], { world, nowMs }: Scene): Record<string, string> {
  const expires = Math.floor(toSeconds(nowMs + linkLastsMs))
  return Object.fromEntries(
    attachments.map(({ id, uid, name }) => {
      const signature = world.origin.draw('signed-url', id).hex(`until-${expires}`, 40)
      const file = `${uid}/${encodeURIComponent(name)}`
      return [uid, `https://files.sandbox.example/${file}?expires=${expires}&signature=${signature}`]
    }),
  )
}

export const attachments: Behaviours = {
  'attachments.uploadTemporary': ({ files }, scene) => files.map((file) => metadataOf(storeFile(file, scene))),
}

/** Files that calls carry and answers bring, and the links under which NinjaOne hands out others. */
import { z } from 'zod'
import type { FileContent as FileValue } from '../operation.ts'

/** 10 MiB: room for documents and scans, and still a request that can be kept, shown and hashed as one value. */
const fileBytesMax = 10 * 1024 * 1024

/** As many characters as `fileBytesMax` bytes make in base64. */
const base64LengthMax = 4 * Math.ceil(fileBytesMax / 3)

/**
 * What makes a name mean something else to another reader: quotes and backslashes end or escape it in a header,
 * separators make it a path, line breaks and their percent forms (which parsers of forms turn back) a header of its
 * own, and marks that turn the direction of text make `exe.pdf` out of `fdp.exe`.
 */
const ambiguousInName = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}"\\/]|%(?:0[ad]|22)|^\.{1,2}$/iu

/** `type/subtype`, and parameters without quotes; none of its characters can end a header. */
const mediaType = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w.+-]+)*$/

const FileName = z
  .string()
  .min(1)
  .max(255)
  .refine((name) => !ambiguousInName.test(name), {
    message: 'write a bare file name without a folder, quotes or control characters',
  })
  .describe('File name without a folder')

const MediaType = z
  .string()
  .max(255)
  .refine((text) => mediaType.test(text), { message: 'write a media type such as application/pdf' })
  .describe('Media type, e.g. application/pdf')

/**
 * Strict: one text for the same bytes, so that what is shown, bound and sent cannot differ. Decoding and encoding again
 * gives the text back only when it has no blanks, no other alphabet, all its padding and no bits beyond the last byte.
 */
const Base64 = z
  .string()
  .min(1)
  .max(base64LengthMax, { abort: true })
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, {
    message: 'write standard base64 with padding and without line breaks',
  })
  .meta({ contentEncoding: 'base64' })
  .describe('Its bytes in base64, at most 10 MiB before encoding')

/** A file in an input: not empty, at most 10 MiB. A door of the gateway takes less, because it bounds the whole call. */
export const FileContent = z
  .strictObject({ name: FileName, contentType: MediaType, base64: Base64 })
  .describe('The file') satisfies z.ZodType<FileValue>

export const Files = z.array(FileContent).min(1).max(10).describe('Files, at most 10')

/** A file as an answer. The name is what Content-Disposition says, when it says a usable one. */
export const FileAnswer = z.looseObject({
  contentType: z.string(),
  name: z.string().optional(),
  base64: z.string(),
})

/** Where NinjaOne has put an upload; `contentId` is what other calls and texts refer to. */
export const AttachmentMetadata = z.looseObject({
  name: z.string().optional(),
  mimeType: z.string().optional(),
  /** Bytes, as text. */
  size: z.string().optional(),
  extension: z.string().optional(),
  contentId: z.string().optional(),
})

/**
 * Content id to link, a text. The spec types the answer as one string and describes a map; the description is followed
 * (grade U). Whoever has such a link can fetch the file without signing in, for as long as it is valid.
 */
export const SignedUrls = z.record(z.string(), z.unknown())

/** From the parts of a form to input fields, by the form that the catalogue gives each (`http.multipart`). */
import type { FileContent, PartForm } from '@kunai/api/operation'
import { refuseText } from './answer.ts'
import type { Field } from './decode.ts'
import type { Part } from './multipart.ts'
import { parseJson } from './read-json.ts'
import { isList } from './wire-values.ts'

/** Reads as the JSON binding of the vendor's server does (ninjaone-api §4, "unknown JSON property"). */
export function describeUnknownField(name: string, known: readonly string[]): string {
  const list = known.map((one) => `'${one}'`).join(', ')
  return `Unrecognized field '${name}', not marked as ignorable (${known.length} known properties: ${list})`
}

export function readParts(
  parts: readonly Part[],
  fields: readonly Field[],
  forms: Readonly<Record<string, PartForm>>,
): Record<string, unknown> {
  const taken: Record<string, unknown> = {}
  for (const part of parts) {
    const field = fields.find(({ wireName }) => wireName === part.name)
    const form = field && forms[field.name]
    if (!field || !form) {
      const known = fields.map(({ wireName }) => wireName)
      throw refuseText(400, describeUnknownField(part.name, known))
    }
    const value = readPart(part, form, field)
    const list = form === 'file' && isList(field.schema)
    if (!list && Object.hasOwn(taken, field.name)) throw refuseText(400, `The part '${part.name}' comes twice`)
    if (!list) taken[field.name] = value
    else taken[field.name] = [...((taken[field.name] as unknown[] | undefined) ?? []), value]
  }
  return taken
}

function readPart({ name, fileName, contentType, content }: Part, form: PartForm, field: Field): unknown {
  switch (form) {
    case 'file': {
      if (fileName === undefined) throw refuseText(400, `The part '${name}' is no file: it has no file name`)
      const file: FileContent = {
        name: fileName,
        contentType: contentType ?? 'application/octet-stream',
        base64: content.toString('base64'),
      }
      return file
    }
    case 'json': {
      if (!/^application\/json\b/i.test(contentType ?? '')) {
        throw refuseText(400, `The part '${name}' is not application/json`)
      }
      const value = parseJson(content)
      return field.readWire ? field.readWire(value) : value
    }
    case 'text': {
      const value = field.readText(content.toString('utf8'))
      return field.readWire ? field.readWire(value) : value
    }
    default: {
      const impossible: never = form
      throw new TypeError(`unknown form of a part: ${impossible}`)
    }
  }
}

/** A form as the ledger keeps it: names and sizes, and no bytes. */
export function describeParts(parts: readonly Part[]): unknown {
  return parts.map(({ name, fileName, contentType, content }) => ({
    name,
    ...(fileName !== undefined && { fileName }),
    ...(contentType !== undefined && { contentType }),
    ...(fileName === undefined ? { text: content.toString('utf8') } : { bytes: content.length }),
  }))
}

import { quoted } from './imap-syntax.ts'

/** A MIME entity. All text is latin1: one character per byte, as the wire needs it. */
export interface Entity {
  /** The header with its closing empty line. */
  header: string
  body: string
  fields: [name: string, value: string][]
  /** Lower case, such as `text/plain`. */
  type: string
  parameters: Map<string, string>
  parts: Entity[]
  /** The mail inside a `message/rfc822`. */
  inner: Entity | undefined
}

const maximumDepth = 20

/** Parses a mail as far as IMAP needs it: structure and bytes, nothing decoded. */
export function parseEntity(source: string, usualType = 'text/plain', depth = 0): Entity {
  const { header, body } = split(source)
  const fields = fieldsOf(header)
  const { value, parameters } = parameterized(fieldOf(fields, 'content-type') ?? usualType)
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(value) ? value.toLowerCase() : 'text/plain'
  const boundary = parameters.get('boundary')
  const isContainer = type.startsWith('multipart/') && boundary !== undefined && depth < maximumDepth
  const childType = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  const parts = isContainer
    ? splitParts(body, boundary).map((part) => parseEntity(part, childType, depth + 1))
    : []
  const inner =
    type === 'message/rfc822' && depth < maximumDepth ? parseEntity(body, 'text/plain', depth + 1) : undefined
  return { header, body, fields, type, parameters, parts, inner }
}

function split(source: string): { header: string; body: string } {
  if (/^\r?\n/.test(source)) return { header: '', body: source.replace(/^\r?\n/, '') }
  const match = /\r?\n\r?\n/.exec(source)
  if (!match) return { header: source, body: '' }
  const end = match.index + match[0].length
  return { header: source.slice(0, end), body: source.slice(end) }
}

function fieldsOf(header: string): [string, string][] {
  const unfolded = header.replaceAll(/\r?\n([ \t])/g, '$1')
  return unfolded.split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : []
  })
}

export function fieldOf(fields: [string, string][], name: string): string | undefined {
  return fields.find(([field]) => field === name)?.[1]
}

function parameterized(text: string): { value: string; parameters: Map<string, string> } {
  const [value = ''] = text.split(';')
  const parameters = new Map<string, string>()
  for (const [, name = '', quotedValue, bare] of text.matchAll(
    /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    parameters.set(name.toLowerCase(), quotedValue?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '')
  }
  return { value: value.trim(), parameters }
}

function splitParts(body: string, boundary: string): string[] {
  const escaped = boundary.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const [, ...after] = `\r\n${body}`.split(new RegExp(`\\r?\\n--${escaped}`))
  const end = after.findIndex((part) => part.startsWith('--'))
  const parts = end < 0 ? after : after.slice(0, end)
  return parts.map((part) => part.replace(/^[ \t]*\r?\n/, ''))
}

/**
 * The bytes of a body section such as `1.2`, `HEADER`, `2.MIME`, `HEADER.FIELDS (SUBJECT DATE)`; `undefined` when the
 * mail has no such part.
 */
export function section(mail: Entity, source: string, name: string): string | undefined {
  const [, path = '', what = ''] = /^((?:\d+(?:\.|$))*)(.*)$/.exec(name) ?? []
  const numbers = path.split('.').filter(Boolean).map(Number)
  const entity = partAt(mail, numbers)
  if (!entity) return undefined
  const kind = what.toUpperCase()
  if (kind === '') return numbers.length === 0 ? source : entity.body
  if (kind === 'MIME') return entity.header
  // Below a part number, HEADER and TEXT speak of the mail that the part carries.
  const message = numbers.length === 0 ? entity : entity.inner
  if (!message) return undefined
  if (kind === 'HEADER') return message.header
  return kind === 'TEXT' ? message.body : chosenFields(message, what)
}

function partAt(mail: Entity, numbers: number[]): Entity | undefined {
  let entity: Entity | undefined = mail
  for (const [depth, number] of numbers.entries()) {
    // Inside a forwarded mail the numbers go on with that mail's parts.
    const container: Entity | undefined = depth > 0 && entity?.inner ? entity.inner : entity
    if (container?.parts.length) entity = container.parts[number - 1]
    else entity = number === 1 ? container : undefined
  }
  return entity
}

function chosenFields(message: Entity, what: string): string | undefined {
  const [, not, list = ''] = /^HEADER\.FIELDS(\.NOT)?\s*\(([^)]*)\)$/i.exec(what) ?? []
  if (!list) return undefined
  const names = new Set(list.toLowerCase().replaceAll('"', '').split(/\s+/))
  const fields = message.header.replace(/\r?\n\r?\n$/, '').split(/\r?\n(?![ \t])/)
  const isWanted = (field: string) =>
    names.has(field.slice(0, field.indexOf(':')).trim().toLowerCase()) !== Boolean(not)
  return `${fields
    .filter(isWanted)
    .map((field) => `${field}\r\n`)
    .join('')}\r\n`
}

/** RFC 3501 ENVELOPE. */
export function envelope({ fields }: Entity): string {
  const text = (name: string) => quoted(fieldOf(fields, name))
  const from = addressList(fieldOf(fields, 'from'))
  const or = (name: string) => (fieldOf(fields, name) ? addressList(fieldOf(fields, name)) : from)
  const people = [
    from,
    or('sender'),
    or('reply-to'),
    ...['to', 'cc', 'bcc'].map((name) => addressList(fieldOf(fields, name))),
  ]
  return `(${text('date')} ${text('subject')} ${people.join(' ')} ${text('in-reply-to')} ${text('message-id')})`
}

function addressList(header: string | undefined): string {
  if (!header) return 'NIL'
  const parts = header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []
  const addresses = parts.flatMap((part) => {
    const [, name = '', angled] = /^\s*(.*?)\s*<([^>]*)>\s*$/.exec(part) ?? []
    const address = (angled ?? part).trim()
    const at = address.lastIndexOf('@')
    if (at < 1) return []
    const shown = name.replaceAll(/^"|"$/g, '').replaceAll(/\\(.)/g, '$1')
    return [
      `(${shown ? quoted(shown) : 'NIL'} NIL ${quoted(address.slice(0, at))} ${quoted(address.slice(at + 1))})`,
    ]
  })
  return addresses.length > 0 ? `(${addresses.join('')})` : 'NIL'
}

/** RFC 3501 BODYSTRUCTURE, extension data included. */
export function bodyStructure(entity: Entity): string {
  const disposition = dispositionOf(entity)
  const [, subtype = ''] = entity.type.split('/')
  if (entity.parts.length > 0) {
    const parts = entity.parts.map(bodyStructure).join('')
    return `(${parts} ${quoted(subtype.toUpperCase())} ${parameterList(entity.parameters)} ${disposition} NIL NIL)`
  }
  const [type = 'text'] = entity.type.split('/')
  const encoding = fieldOf(entity.fields, 'content-transfer-encoding') ?? '7BIT'
  const basic = [
    quoted(type.toUpperCase()),
    quoted(subtype.toUpperCase()),
    parameterList(entity.parameters),
    quoted(fieldOf(entity.fields, 'content-id')),
    quoted(fieldOf(entity.fields, 'content-description')),
    quoted(encoding.toUpperCase()),
    String(entity.body.length),
  ]
  if (entity.inner) basic.push(envelope(entity.inner), bodyStructure(entity.inner), lineCount(entity.body))
  else if (type === 'text') basic.push(lineCount(entity.body))
  return `(${basic.join(' ')} NIL ${disposition} NIL NIL)`
}

function dispositionOf(entity: Entity): string {
  const header = fieldOf(entity.fields, 'content-disposition')
  if (!header) return 'NIL'
  const { value, parameters } = parameterized(header)
  return `(${quoted(value.toUpperCase())} ${parameterList(parameters)})`
}

function parameterList(parameters: Map<string, string>): string {
  if (parameters.size === 0) return 'NIL'
  return `(${[...parameters].map(([name, value]) => `${quoted(name.toUpperCase())} ${quoted(value)}`).join(' ')})`
}

function lineCount(text: string): string {
  return String(text.split('\n').length - 1)
}

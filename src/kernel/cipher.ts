import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/**
 * What is sealed cannot be opened: damaged, taken from another record, or its key is gone. The message says no
 * more, since callers may pass it on.
 */
export class CipherError extends Error {
  readonly code: 'unknown-key' | 'unreadable'
  constructor(code: CipherError['code']) {
    super(
      code === 'unknown-key'
        ? 'Sealed with a key that is not loaded'
        : 'What was sealed is damaged or belongs to another record',
    )
    this.name = 'CipherError'
    this.code = code
  }
}

/** Keys of 256 bits by id; the first seals, all open. Holds `KeyObject`s, which print nothing when logged. */
export interface MasterKeys {
  readonly sealing: { id: string; key: KeyObject }
  readonly byId: ReadonlyMap<string, KeyObject>
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV. `aad` is the identity of the record that holds the value,
 * `config.credential:42:maps`; it is not stored, so a value copied to another record does not open.
 *
 * Opening throws `CipherError`.
 */
export interface Cipher {
  seal(plain: string | Uint8Array, aad: string): string
  open(sealed: string, aad: string): Uint8Array
  openText(sealed: string, aad: string): string
  sealBytes(plain: Uint8Array, aad: string): Uint8Array
  openBytes(sealed: Uint8Array, aad: string): Uint8Array
}

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const VERSION = 1
/** Makes sealed text recognisable in a database dump. */
const TEXT_PREFIX = 'sealed:'
const KEY_ID = /^[A-Za-z0-9_.-]{1,32}$/

/**
 * Reads `KLAPS_MASTER_KEYS`: `id:base64,id2:base64`, 32 bytes each, the newest first. To rotate, put a new key in
 * front, rewrap, then take the old one out.
 *
 * @throws Error naming the entry by position, never by content.
 */
export function parseMasterKeys(text: string): MasterKeys {
  const byId = new Map<string, KeyObject>()
  for (const [index, entry] of text.trim().split(',').entries()) {
    const [id = '', encoded = ''] = entry.trim().split(':')
    const bytes = Buffer.from(encoded, 'base64')
    if (!KEY_ID.test(id) || bytes.length !== KEY_BYTES || byId.has(id))
      throw new Error(`Master key ${index + 1} is not "id:base64 of 32 bytes" with an id of its own`)
    byId.set(id, createSecretKey(bytes))
  }
  const [first] = byId
  if (!first) throw new Error('No master key given')
  return { sealing: { id: first[0], key: first[1] }, byId }
}

/** A fresh master key in the form that `parseMasterKeys` reads. */
export function generateMasterKey(id: string): string {
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`
}

/** Layout: version, length of the key id, key id, IV, ciphertext, tag. The tag covers the head and `aad` too. */
export function createCipher(keys: MasterKeys): Cipher {
  const { id, key } = keys.sealing
  const head = Buffer.concat([Buffer.from([VERSION, id.length]), Buffer.from(id)])

  function sealBytes(plain: Uint8Array, aad: string): Uint8Array {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    cipher.setAAD(Buffer.concat([head, Buffer.from(aad)]))
    return Buffer.concat([head, iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  function openBytes(sealed: Uint8Array, aad: string): Uint8Array {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    const headEnd = 2 + (bytes[1] ?? 0)
    const bodyStart = headEnd + IV_BYTES
    const bodyEnd = bytes.length - TAG_BYTES
    if (bytes[0] !== VERSION || bodyEnd < bodyStart) throw new CipherError('unreadable')
    const opening = keys.byId.get(bytes.toString('utf8', 2, headEnd))
    if (!opening) throw new CipherError('unknown-key')
    const iv = bytes.subarray(headEnd, bodyStart)
    const decipher = createDecipheriv('aes-256-gcm', opening, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.concat([bytes.subarray(0, headEnd), Buffer.from(aad)]))
    decipher.setAuthTag(bytes.subarray(bodyEnd))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(bodyStart, bodyEnd)), decipher.final()])
    } catch {
      throw new CipherError('unreadable')
    }
  }

  const open = (sealed: string, aad: string): Uint8Array => openBytes(fromText(sealed), aad)
  return {
    sealBytes,
    openBytes,
    open,
    seal: (plain, aad) => {
      const sealed = sealBytes(typeof plain === 'string' ? Buffer.from(plain) : plain, aad)
      return TEXT_PREFIX + Buffer.from(sealed).toString('base64url')
    },
    openText: (sealed, aad) => Buffer.from(open(sealed, aad)).toString('utf8'),
  }
}

/** The id of the key that sealed a text; undefined when the text is no such thing. Opens nothing. */
export function keyIdOf(sealed: string): string | undefined {
  if (!sealed.startsWith(TEXT_PREFIX)) return undefined
  const head = Buffer.from(sealed.slice(TEXT_PREFIX.length), 'base64url')
  const id = head.toString('utf8', 2, 2 + (head[1] ?? 0))
  return head[0] === VERSION && KEY_ID.test(id) ? id : undefined
}

/** Refuses anything but canonical base64url: Node skips characters it does not know, which would hide tampering. */
function fromText(sealed: string): Buffer {
  const encoded = sealed.slice(TEXT_PREFIX.length)
  const bytes = Buffer.from(encoded, 'base64url')
  if (!sealed.startsWith(TEXT_PREFIX) || bytes.toString('base64url') !== encoded)
    throw new CipherError('unreadable')
  return bytes
}

/** Seals what is sensitive about one person. Without that person's wrapped key nothing of it can be read again. */
export interface PersonalCipher {
  seal(text: string, aad: string): string
  open(sealed: string, aad: string): string
  sealBytes(plain: Uint8Array, aad: string): Uint8Array
  openBytes(sealed: Uint8Array, aad: string): Uint8Array
}

/** The associated data of a person's wrapped key. */
export const personalAad = (personId: string): string => `personal-key:${personId}`

/** A new data key for a person, wrapped by the master key: store it; delete it to erase the person. */
export function createPersonalKey(keys: MasterKeys, personId: string): string {
  return createCipher(keys).seal(randomBytes(KEY_BYTES), personalAad(personId))
}

/** @throws CipherError when the wrapped key is another person's, damaged, or its master key is gone. */
export function unwrapPersonalKey(keys: MasterKeys, personId: string, wrapped: string): PersonalCipher {
  const bytes = createCipher(keys).open(wrapped, personalAad(personId))
  if (bytes.length !== KEY_BYTES) throw new CipherError('unreadable')
  const key = createSecretKey(bytes)
  const { seal, openText, sealBytes, openBytes } = createCipher({
    sealing: { id: 'person', key },
    byId: new Map([['person', key]]),
  })
  return { seal, open: openText, sealBytes, openBytes }
}

/** Seals the same value with the newest master key. What a personal key has sealed stays as it is. */
export function rewrap(keys: MasterKeys, sealed: string, aad: string): string {
  const cipher = createCipher(keys)
  return cipher.seal(cipher.open(sealed, aad), aad)
}

import { hash, randomFillSync } from 'node:crypto'

/**
 * A UUID that always comes out the same for the same parts (RFC 9562, version 8 over SHA-256): the way to a stable key
 * for an outside call or a job that must not be doubled.
 *
 * @example derivedId(planId, 'alarm', 2)
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const bytes = hash('sha256', parts.join('\u0000'), 'buffer').subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Drawn for many at a time: asking the system for eight bytes takes longer than all the rest of an id. */
const drawn = Buffer.alloc(4096)
let used = drawn.length

/** So many random bytes (at most 4096) in hexadecimal, each handed out once. For ids that are no secrets. */
export function randomHex(bytes: number): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += bytes
  return drawn.toString('hex', used - bytes, used)
}

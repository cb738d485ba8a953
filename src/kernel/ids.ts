import { createHash } from 'node:crypto'

/**
 * A UUID that always comes out the same for the same parts (RFC 9562, version 8 over SHA-256): the way to a stable key
 * for an outside call or a job that must not be doubled.
 *
 * @example derivedId(planId, 'alarm', 2)
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(parts.join('\u0000')).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

import { createHash } from 'node:crypto'

/** Without letters and digits that are mistaken for each other: 32 of them, five bits each. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const LENGTH = 16

/** Sixteen letters and digits in fours out of as many bytes at least: 80 bits, which nobody guesses. */
export function codeFrom(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(0, LENGTH), (byte) => letters[byte & 31]).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** What is kept of a code, and what it is found by. */
export const codeHash = (code: string) => createHash('sha256').update(code).digest()

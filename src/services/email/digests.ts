import { createHash } from 'node:crypto'

/** SHA-256, hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * What identifies a message for its owner. The user id goes in, so that nobody who reads the table can tell whether
 * two people got the same message.
 */
export const messageDigest = (userId: string, messageId: string) => sha256(`message\0${userId}\0${messageId}`)

/** What identifies a file for its owner. */
export const fileDigest = (userId: string, sha: string) => sha256(`file\0${userId}\0${sha}`)

/** What identifies an account that a user has linked. */
export const accountDigest = (userId: string, kind: string, account: string) =>
  sha256(`${kind}\0${userId}\0${account.trim().toLowerCase()}`)

/** An address or domain that call sheets come from. */
export const senderDigest = (sender: string) =>
  sha256(`sender\0${sender.trim().toLowerCase().replace(/^@/, '')}`)

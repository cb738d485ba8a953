import { hashPassword as scrypt, verifyPassword } from 'better-auth/crypto'

/** better-auth's own format (scrypt, N 16384, r 16, p 1, a salt of its own), so that its sign-in reads our accounts. */
export async function hashPassword(password: string): Promise<string> {
  return await scrypt(password)
}

let decoy: Promise<string> | undefined

/**
 * Does the password fit? Without a hash (unknown address, account without password) the same work is done against a
 * decoy, so that the time of the answer tells nobody which addresses have an account.
 */
export async function passwordFits(hash: string | undefined, password: string): Promise<boolean> {
  decoy ??= scrypt(crypto.randomUUID())
  const fits = await verifyPassword({ hash: hash ?? (await decoy), password })
  return hash !== undefined && fits
}

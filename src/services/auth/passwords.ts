import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { BulkheadRejectedError, bulkhead } from 'cockatiel'
import { Problem } from '#kernel'

const derive = promisify(argon2)

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** One of five that OWASP calls equal for Argon2id; `docs/decisions/0004-accounts.md` has the comparison. */
const cost: Cost = { memory: 9_216, passes: 4, parallelism: 1 }
const saltBytes = 16
const tagBytes = 32

/**
 * Two of libuv's four threads: files, compression and name look-ups of this process share the others, and a storm of
 * sign-ins takes 18 MiB. The line is what two threads hash in about two seconds; whoever comes later than that is told
 * to come back.
 */
const hashing = bulkhead(2, 100)
const retryAfterSeconds = 5

/** A hash with a salt of its own, in the PHC string format: `$argon2id$v=19$m=9216,t=4,p=1$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const { memory, passes, parallelism } = cost
  const tag = await tagOf(password, salt, cost, tagBytes)
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

let decoy: Promise<string> | undefined

/**
 * Does the password fit? Without a hash (unknown address, account without password) the same work is done against a
 * decoy, so that the time of the answer tells nobody which addresses have an account.
 *
 * @throws Problem 503 when more passwords wait to be looked at than can be in reasonable time.
 */
export async function passwordFits(hash: string | undefined, password: string): Promise<boolean> {
  const { salt, tag, ...made } = parse(hash ?? (await decoyHash()))
  const again = await tagOf(password, salt, made, tag.length)
  return timingSafeEqual(again, tag) && hash !== undefined
}

/** Made once, and again after a refusal. */
function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID()).catch((error: unknown) => {
    decoy = undefined
    throw error
  })
  return decoy
}

/** The same text typed on another keyboard may come as other code points: NFKC, as NIST SP 800-63B says. */
async function tagOf(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost, length: number) {
  const message = password.normalize('NFKC')
  try {
    return await hashing.execute(() =>
      derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength: length }),
    )
  } catch (error) {
    if (!(error instanceof BulkheadRejectedError)) throw error
    throw new Problem(503, 'auth.busy', 'Too many people are signing in just now, try again in a moment', {
      headers: { 'Retry-After': String(retryAfterSeconds) },
      cause: error,
    })
  }
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** A hash carries what it was made with, so that a later `cost` leaves earlier ones readable. */
function parse(hash: string): Cost & { salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(hash) ?? []
  if (!salt || !tag) throw new TypeError('A stored password is not in the format of this service')
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** What the token of a ticket says. */
export interface TicketClaims {
  readonly ticketId: string
  readonly showtimeId: string
  readonly seatId: string
}

/** A token taken apart; nothing of it is true until the signature has been checked. */
export interface ReadToken extends TicketClaims {
  readonly kid: string
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

const VERSION = 1
const SEAT_AT = 49
const SIGNATURE_BYTES = 64
/** The longest seat is `AA999`. */
const LONGEST = SEAT_AT + 5 + SIGNATURE_BYTES

/**
 * The token of a ticket: base64url of version, key id, ticket id, showtime id, seat and Ed25519 signature; at most 158
 * characters, a QR code of version 9. docs/tickets.md is the format for those who write scanners.
 */
export async function signTicket(
  { ticketId, showtimeId, seatId }: TicketClaims,
  { kid, privateKey }: { readonly kid: string; readonly privateKey: CryptoKey },
): Promise<string> {
  const signed = Buffer.concat([
    Buffer.from([VERSION]),
    bytesOf(kid),
    bytesOf(ticketId),
    bytesOf(showtimeId),
    Buffer.from(seatId, 'ascii'),
  ])
  const signature = await crypto.subtle.sign('Ed25519', privateKey, signed)
  return Buffer.concat([signed, Buffer.from(signature)]).toString('base64url')
}

/** @returns undefined for what cannot be a token of ours */
export function readToken(token: string): ReadToken | undefined {
  const bytes = Buffer.from(token, 'base64url')
  const seatEnd = bytes.length - SIGNATURE_BYTES
  // Node skips characters that it does not know: one ticket has one spelling.
  if (bytes.toString('base64url') !== token || bytes.length > LONGEST || bytes[0] !== VERSION)
    return undefined
  const seatId = bytes.toString('latin1', SEAT_AT, seatEnd)
  if (!/^[A-Z]{1,2}[1-9]\d{0,2}$/.test(seatId)) return undefined
  return {
    kid: uuidOf(bytes.subarray(1, 17)),
    ticketId: uuidOf(bytes.subarray(17, 33)),
    showtimeId: uuidOf(bytes.subarray(33, SEAT_AT)),
    seatId,
    signed: Uint8Array.from(bytes.subarray(0, seatEnd)),
    signature: Uint8Array.from(bytes.subarray(seatEnd)),
  }
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

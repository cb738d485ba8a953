import type { OutgoingMessage } from 'node:http'

/** Longer bodies are not worth the copy. */
const longestBytes = 64 * 1024

/**
 * Ends a message whose length its head has told. Node puts a head and a body that is text of the head's own encoding in one
 * write, a head and a buffer in two pieces: on a loopback that is a tenth of all a short message costs. Latin-1 maps every
 * byte to one character and back.
 */
export function endInOneWrite(message: OutgoingMessage, body: Buffer): void {
  if (body.length <= longestBytes) message.end(body.toString('latin1'), 'latin1')
  else message.end(body)
}

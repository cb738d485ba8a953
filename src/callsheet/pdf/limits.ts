import { inflateSync } from 'node:zlib'
import { CallSheetError } from '../types.ts'

/** A call sheet with photographs of a location stays below this. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024

/** A page of text is some 20 kB of content stream, an embedded font under 2 MB. */
const MAX_STREAM_BYTES = 32 * 1024 * 1024
const MAX_INFLATED_BYTES = 96 * 1024 * 1024
const MAX_NESTED_FILTERS = 3
/**
 * A damaged file has a few streams that unpack to nothing. Each costs as much time as a good one, and 16 kB until the
 * event loop turns, which it does not while a document is read.
 */
const MAX_BROKEN_STREAMS = 1_000

/**
 * Refuses what is no PDF, is too large, or would inflate past all reason, before PDFium sees it: PDFium is
 * synchronous and would inflate (and then parse) whatever it is given. Images are left alone; reading text never
 * decodes them.
 *
 * @throws CallSheetError `damaged` or `too-large`
 */
export function checkLimits(bytes: Uint8Array): void {
  if (bytes.byteLength > MAX_FILE_BYTES) throw tooLarge('The PDF is larger than 25 MB.')
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Viewers accept junk before the header, as mail gateways sometimes add it.
  if (file.subarray(0, 4096).indexOf('%PDF-') < 0) {
    throw new CallSheetError('damaged', 'This is not a PDF document.')
  }
  let total = 0
  let broken = 0
  for (const stream of compressedStreams(file)) {
    const size = inflatedSize(stream)
    if (size === 0 && ++broken > MAX_BROKEN_STREAMS)
      throw new CallSheetError('damaged', 'The PDF is damaged and cannot be read.')
    total += size
    if (total > MAX_INFLATED_BYTES) throw tooLarge('The PDF unpacks to more than it may.')
  }
}

function* compressedStreams(file: Buffer): Generator<Buffer> {
  let at = file.indexOf('stream')
  while (at >= 0) {
    const isEnd = at >= 3 && file.toString('latin1', at - 3, at) === 'end'
    let start = at + 6
    if (file[start] === 0x0d) start++
    if (file[start] === 0x0a) start++
    if (!isEnd && isZlib(file, start) && !isImage(file, at)) {
      const end = file.indexOf('endstream', start)
      yield file.subarray(start, end < 0 ? file.length : end)
    }
    at = file.indexOf('stream', start)
  }
}

/** RFC 1950: deflate with a header checksum that divides by 31. */
function isZlib(file: Buffer, at: number): boolean {
  const first = file[at] ?? 0
  return (first & 0x0f) === 8 && ((first << 8) | (file[at + 1] ?? 0)) % 31 === 0
}

function isImage(file: Buffer, streamAt: number): boolean {
  const before = file.toString('latin1', Math.max(0, streamAt - 600), streamAt)
  const dictionary = before.slice(before.lastIndexOf(' obj') + 1)
  return /\/Subtype\s*\/Image\b/.test(dictionary)
}

function inflatedSize(stream: Buffer): number {
  let data = stream
  let total = 0
  for (let depth = 0; depth < MAX_NESTED_FILTERS; depth++) {
    const inflated = inflate(data)
    total += inflated.length
    if (inflated.length === 0 || !isZlib(inflated, 0)) return total
    data = inflated
  }
  return total
}

function inflate(data: Buffer): Buffer {
  try {
    // Z_SYNC_FLUSH: a stream cut short still gives what is there, as PDFium would take it.
    return inflateSync(data, { maxOutputLength: MAX_STREAM_BYTES, finishFlush: 2 })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge('The PDF unpacks to more than it may.')
    return Buffer.alloc(0)
  }
}

function tooLarge(message: string): CallSheetError {
  return new CallSheetError('too-large', message)
}

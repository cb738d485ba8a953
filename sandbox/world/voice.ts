const head = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24)])
const mark = Buffer.from('klaps sandbox says: ')
/** About what a voice message has, 16 kbit/s at three words a second. */
const bytesOfWord = 700

/** A recording of the sandbox: it begins as an Ogg file does, and holds the words that are spoken in it as text. */
export function spoken(text: string): Buffer {
  const sound = Buffer.alloc(text.split(/\s+/u).length * bytesOfWord)
  return Buffer.concat([head, mark, Buffer.from(`${text}\0`), sound])
}

/** Undefined for a recording from elsewhere: nobody listens here. */
export function textSpokenIn(recording: Buffer): string | undefined {
  const at = recording.indexOf(mark)
  if (at < 0) return undefined
  const from = at + mark.length
  return recording.toString('utf8', from, recording.indexOf(0, from))
}

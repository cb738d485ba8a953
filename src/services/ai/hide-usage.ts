/** What an event may be long before it is passed on piece by piece. */
const longestHeld = 1024 * 1024

/**
 * Takes the last event of a stream out, which says what was used, where the client has not asked for it (the proxy has,
 * to know the cost). What comes in whole events goes on as it comes.
 */
export class HideUsage {
  #held: Buffer<ArrayBufferLike> = Buffer.alloc(0)

  /** What may go on; empty while an event is not whole. */
  pass(chunk: Buffer): Buffer {
    const all = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk
    const end = Math.max(endOf(all, '\n\n'), endOf(all, '\r\n\r\n'))
    if (end === 0 && all.length > longestHeld) return this.#hold(all, all.length)
    return withoutUsage(this.#hold(all, end))
  }

  /** What is left at the end of the answer. */
  rest(): Buffer {
    return this.#hold(this.#held, this.#held.length)
  }

  #hold(all: Buffer, end: number): Buffer {
    this.#held = all.subarray(end)
    return all.subarray(0, end)
  }
}

const endOf = (bytes: Buffer, mark: string) => {
  const at = bytes.lastIndexOf(mark)
  return at < 0 ? 0 : at + mark.length
}

/** Only that event has no choices and a usage that is an object. */
const usageEvent = /^data: (?=.*"choices"\s*:\s*\[\s*\])(?=.*"usage"\s*:\s*\{)/s

function withoutUsage(events: Buffer): Buffer {
  if (!events.includes('"choices":[]') && !events.includes('"choices": []')) return events
  const text = events.toString('utf8')
  const kept = text.split(/(?<=\n\n|\r\n\r\n)/).filter((event) => !usageEvent.test(event))
  return Buffer.from(kept.join(''))
}

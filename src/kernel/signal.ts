/**
 * `ctx.signal`: best effort, coalesced word to every replica of this service, over LISTEN/NOTIFY on its database.
 * For server-sent events, cache drops and wake-ups only; whoever misses one re-reads.
 */
export interface Signal {
  send(topic: string, data?: unknown): void
  /** Returns the function that stops listening. */
  on(topic: string, hear: (data: unknown) => void): () => void
}

/** One session per database and process: hears signals and holds the advisory locks of `every` jobs. */
export interface DatabaseSession {
  signal(service: string): Signal
  /**
   * Becomes the one process that runs a service's ticks; resolves to false when another holds it. `onLost` is called
   * when the session ends unexpectedly, and the lead with it.
   */
  lead(name: string, onLost: () => void): Promise<boolean>
  /**
   * Calls `hear` within half a second after anything has been committed to the server, by whoever; sometimes without
   * need. Between two calls no query there sees anything new but the time. @returns what stops it
   */
  onWrite(hear: () => void): () => void
  /** Resolves when the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * What survives a restart of the sandbox: one JSON file per stand-in and one `.eml` file per mail. A file is
 * written beside its place and renamed, so a reader (or a crash) sees the old or the new one, never a half.
 * Without a directory nothing is kept.
 */
export class Store {
  readonly #directory: string | undefined
  readonly #snapshots = new Map<string, () => unknown>()
  readonly #dirty = new Set<string>()

  constructor(directory: string | undefined) {
    this.#directory = directory
    if (directory) mkdirSync(path.join(directory, 'mail'), { recursive: true, mode: 0o700 })
  }

  /**
   * Registers a section and returns what the last run left of it.
   * @param snapshot plain data for JSON, asked for at each write.
   */
  section<T>(name: string, snapshot: () => T): T | undefined {
    this.#snapshots.set(name, snapshot)
    const text = this.#read(`${name}.json`)
    return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as T)
  }

  /** The section has changed; `flush` will write it. */
  touch(name: string): void {
    this.#dirty.add(name)
  }

  /** Called before each answer, so that what was answered is on disk. */
  flush(): void {
    if (!this.#directory) this.#dirty.clear()
    for (const name of this.#dirty) {
      const snapshot = this.#snapshots.get(name)
      if (snapshot) this.#write(`${name}.json`, JSON.stringify(snapshot()))
    }
    this.#dirty.clear()
  }

  readMail(id: string): Buffer | undefined {
    return this.#read(path.join('mail', `${id}.eml`))
  }

  writeMail(id: string, raw: Uint8Array): void {
    this.#write(path.join('mail', `${id}.eml`), raw)
  }

  dropMail(id: string): void {
    if (this.#directory) rmSync(path.join(this.#directory, 'mail', `${id}.eml`), { force: true })
  }

  #read(name: string): Buffer | undefined {
    if (!this.#directory) return undefined
    try {
      return readFileSync(path.join(this.#directory, name))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }

  #write(name: string, content: string | Uint8Array): void {
    if (!this.#directory) return
    const target = path.join(this.#directory, name)
    const draft = `${target}.${process.pid}.tmp`
    writeFileSync(draft, content, { mode: 0o600 })
    renameSync(draft, target)
  }
}

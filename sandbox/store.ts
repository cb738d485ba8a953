import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What is written line by line, because it grows: a change costs a line, however much there is already. */
export interface Journal<T> {
  /** What the last run left, oldest first. */
  readonly kept: readonly T[]
  /** To be written with the next `flush`. */
  append(line: T): void
  /** Everything is other than the lines say: they are written anew. */
  rewrite(): void
}

/** A journal is written anew when it has so many lines more than what they amount to. */
const spareLines = 2000

/**
 * What survives a restart of the sandbox: one JSON file per stand-in, one `.eml` file per mail, and journals, of which a
 * line is a change. A file is written beside its place and renamed, so a reader (or a crash) sees the old or the new one,
 * never a half; of a journal a crash may leave half of the last line, which nobody was told of. Without a directory
 * nothing is kept.
 */
export class Store {
  readonly #directory: string | undefined
  readonly #snapshots = new Map<string, () => unknown>()
  readonly #dirty = new Set<string>()
  readonly #journals = new Set<string>()
  /** Lines that wait for the next flush. */
  readonly #lines = new Map<string, string[]>()

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

  /**
   * Registers a journal.
   * @param snapshot as few lines as say everything, asked for when the journal is written anew.
   */
  journal<T>(name: string, snapshot: () => readonly T[]): Journal<T> {
    this.#journals.add(name)
    const kept = this.#readLines<T>(name)
    let written = kept.length
    let needed = kept.length
    const rewrite = () => {
      this.#lines.delete(name)
      this.#snapshots.set(name, () => {
        const lines = snapshot()
        written = needed = lines.length
        return lines
      })
      this.touch(name)
    }
    if (this.#directory) rewrite()
    return {
      kept,
      rewrite,
      append: (line) => {
        if (!this.#directory || this.#dirty.has(name)) return
        this.#lines.getOrInsertComputed(name, () => []).push(`${JSON.stringify(line)}\n`)
        if (++written > needed * 2 + spareLines) rewrite()
      },
    }
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
      if (!snapshot) continue
      if (this.#journals.has(name)) this.#write(`${name}.jsonl`, linesOf(snapshot() as readonly unknown[]))
      else this.#write(`${name}.json`, JSON.stringify(snapshot()))
    }
    this.#dirty.clear()
    for (const [name, lines] of this.#lines)
      appendFileSync(path.join(this.#directory!, `${name}.jsonl`), lines.join(''), { mode: 0o600 })
    this.#lines.clear()
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

  /** The last line may be half a line: its writer died before anybody was answered. */
  #readLines<T>(name: string): T[] {
    const text = this.#read(`${name}.jsonl`)?.toString('utf8') ?? ''
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    return whole.split('\n').flatMap((line) => (line ? [JSON.parse(line) as T] : []))
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

const linesOf = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

import type { Client, Submittable } from 'pg'

/** What node-postgres' connection offers for COPY; its types leave that out. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** One `COPY ... FROM STDIN`: the way into PostgreSQL that costs least for each row. */
class CopyIn implements Submittable {
  readonly done = Promise.withResolvers<void>()
  readonly #sql: string
  readonly #lines: Buffer

  constructor(sql: string, lines: Buffer) {
    this.#sql = sql
    this.#lines = lines
  }

  submit(connection: unknown): void {
    ;(connection as CopyConnection).query(this.#sql)
  }
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#lines)
    connection.endCopyFrom()
  }
  handleCommandComplete(): void {}
  handleError(error: Error): void {
    this.done.reject(error)
  }
  handleReadyForQuery(): void {
    this.done.resolve()
  }
}

/** Values as PostgreSQL prints them as text; null is null. */
export type TextRow = Readonly<Record<string, string | null>>

/** Inserts the rows, which all have the same columns. The database checks keys and references as ever. */
export async function copyIn(client: Client, table: string, rows: readonly TextRow[]): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const lines = rows.map((row) => columns.map((column) => escaped(row[column]!)).join('\t')).join('\n')
  const quoted = columns.map((column) => `"${column}"`).join(', ')
  const copy = new CopyIn(`copy ${table} (${quoted}) from stdin`, Buffer.from(`${lines}\n`))
  client.query(copy)
  await copy.done.promise
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string | null) =>
  text === null ? '\\N' : text.replace(/[\\\t\n\r]/g, (character) => escapes[character]!)

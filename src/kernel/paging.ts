import { Problem } from './problem.ts'

/** Where a page ended: the sort key of its last row and that row's id. */
export interface Cursor {
  readonly key: string
  readonly id: string
}

/** Opaque to callers. `key` is the text form of the sort column (an instant, a date, a number). */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url')
}

/** @throws Problem 422 when it is not one of ours. */
export function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    if (
      typeof key === 'string' &&
      typeof id === 'string' &&
      /^[\w:.+-]{1,64}$/.test(key) &&
      /^[\w-]{1,64}$/.test(id)
    )
      return { key, id }
  } catch {
    // falls through to the refusal
  }
  throw new Problem(422, 'invalid-cursor', 'This cursor is not one of ours')
}

/**
 * As `decodeCursor`, for lists sorted by an instant with UUIDs for ids: what a forger put in never reaches SQL.
 *
 * @throws Problem 422 when it is not one of ours.
 */
export function decodeInstantCursor(
  text: string | undefined,
): { readonly at: Temporal.Instant; readonly id: string } | undefined {
  const cursor = decodeCursor(text)
  if (!cursor) return undefined
  try {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor.id))
      return { at: Temporal.Instant.from(cursor.key), id: cursor.id }
  } catch {
    // falls through to the refusal
  }
  throw new Problem(422, 'invalid-cursor', 'This cursor is not one of ours')
}

/** Cuts a page out of `limit + 1` rows fetched: the extra row only tells that there is a next page. */
export function cutPage<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => Cursor,
  present: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(present),
    nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null,
  }
}

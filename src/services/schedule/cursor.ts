import { z } from 'zod'
import { type Cursor, decodeCursor, Problem } from '#kernel'

const keys = { date: z.iso.date(), instant: z.iso.datetime(), number: z.string().regex(/^\d{1,9}$/) } as const

/**
 * Where the page before ended.
 *
 * @throws Problem 422 when the cursor is of another list or made up: it must not reach the database as it is.
 */
export function readCursor(text: string | undefined, kind: keyof typeof keys): Cursor | undefined {
  const cursor = decodeCursor(text)
  if (cursor && !(keys[kind].safeParse(cursor.key).success && z.uuid().safeParse(cursor.id).success))
    throw new Problem(422, 'invalid-cursor', 'This cursor is not one of ours')
  return cursor
}

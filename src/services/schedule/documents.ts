import type { z } from 'zod'
import { Problem } from '#kernel'
import type { pdf } from '#services/pdf'
import type { Ctx } from './context.ts'

export type Document = z.output<typeof pdf.routes.sheetOf.output>

/** What a document says; undefined when it has been deleted since: there is nothing to plan any more. */
export async function readDocument(ctx: Ctx, documentId: string): Promise<Document | undefined> {
  try {
    return await ctx.call.pdf.sheetOf({ documentId })
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

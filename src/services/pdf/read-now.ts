import { CallSheetError, readCallSheetInWorker } from '#callsheet'
import { Problem } from '#kernel'
import type { Ctx, Meta } from './context.ts'
import { wireSheet } from './read-document.ts'

const status: Readonly<Record<string, number>> = { 'too-large': 413, aborted: 503 }

/** Reads the PDF in the body and keeps nothing of it. */
export async function readNow(ctx: Ctx, { me }: { me?: string | undefined }, meta: Meta): Promise<Response> {
  const bytes = new Uint8Array(await meta.request.arrayBuffer())
  try {
    const sheet = await readCallSheetInWorker(bytes, {
      ...(me ? { me: { name: me, role: me, department: me } } : {}),
      referenceDate: ctx.clock.now().toZonedDateTimeISO('UTC').toPlainDate(),
      signal: meta.signal,
    })
    return Response.json(wireSheet(sheet))
  } catch (error) {
    if (!(error instanceof CallSheetError)) throw error
    throw refusal(error)
  }
}

/** Why a PDF cannot be read or drawn, for whoever asked. */
export function refusal(error: CallSheetError): Problem {
  return new Problem(status[error.code] ?? 422, `pdf.${error.code}`, error.message, { cause: error })
}

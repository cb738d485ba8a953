import { CallSheetError, type ReadProgress, readCallSheetInWorker } from '#callsheet'
import { Problem, type StreamEvent, streamEvents } from '#kernel'
import type { Sheet } from '#services/pdf'
import type { Ctx, Meta } from './context.ts'
import { wireSheet } from './read-document.ts'

const status: Readonly<Record<string, number>> = { 'too-large': 413, aborted: 503 }

/**
 * Reads the PDF in the body and keeps nothing of it. Whoever accepts server-sent events is told of every scanned page
 * that is recognised, some seconds each; everybody else gets the sheet, when it has been read.
 */
export async function readNow(ctx: Ctx, { me }: { me?: string | undefined }, meta: Meta): Promise<Response> {
  const bytes = new Uint8Array(await meta.request.arrayBuffer())
  const gone = new AbortController()
  const reading = (onProgress?: (progress: ReadProgress) => void): Promise<Sheet> =>
    readCallSheetInWorker(bytes, {
      ...(me ? { me: { name: me, role: me, department: me } } : {}),
      ...(onProgress ? { onProgress } : {}),
      referenceDate: ctx.clock.now().toZonedDateTimeISO('UTC').toPlainDate(),
      signal: AbortSignal.any([meta.signal, gone.signal]),
    }).then(wireSheet, (error: unknown) => {
      throw error instanceof CallSheetError ? refusal(error) : error
    })
  if (!meta.request.headers.get('accept')?.includes('text/event-stream'))
    return Response.json(await reading())
  return streamEvents(stepsOf(reading, gone), {
    stopping: ctx.stopping,
    onError: (err) => ctx.log.warn({ err }, 'A PDF could not be read while its progress was told'),
  })
}

/** `progress` for each page that is recognised, then the `sheet`, or a `problem` as it would have been answered. */
async function* stepsOf(
  read: (onProgress: (progress: ReadProgress) => void) => Promise<Sheet>,
  gone: AbortController,
): AsyncGenerator<StreamEvent> {
  const waiting: StreamEvent[] = []
  let news = Promise.withResolvers<void>()
  const tell = (event: string, data: unknown): void => {
    waiting.push({ event, data })
    news.resolve()
  }
  const end = read((progress) => tell('progress', progress)).then(
    (sheet) => tell('sheet', sheet),
    (error: unknown) => {
      if (!(error instanceof Problem)) return news.reject(error)
      tell('problem', error.document())
    },
  )
  try {
    for (let last = ''; last !== 'sheet' && last !== 'problem'; ) {
      await news.promise
      news = Promise.withResolvers()
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
        last = step.event ?? ''
        yield step
      }
    }
  } finally {
    gone.abort()
    await end
  }
}

/** Why a PDF cannot be read or drawn, for whoever asked. */
export function refusal(error: CallSheetError): Problem {
  return new Problem(status[error.code] ?? 422, `pdf.${error.code}`, error.message, { cause: error })
}

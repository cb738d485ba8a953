import { parentPort } from 'node:worker_threads'
import { placesOf } from '../learned/learn.ts'
import { pointedAt } from '../learned/pointed.ts'
import { linesOf } from '../lines.ts'
import type { RawPage } from '../pdf/page.ts'
import { drawPage } from '../picture/picture.ts'
import { readablePages, readCallSheet, recognisedPages } from '../read.ts'
import { CallSheetError, type ReadProgress } from '../types.ts'
import type { Part, ProgressReport, Reply, Request, StopRequest, TaskName, Tasks } from './protocol.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

let current: AbortController | undefined

port.on('message', (request: Request | StopRequest) => {
  if (request === 'stop') return current?.abort()
  const stop = new AbortController()
  current = stop
  void reply(request, stop.signal).then((message) => port.postMessage(message))
})

async function reply(request: Request, signal: AbortSignal): Promise<Reply> {
  try {
    return { answer: await answer(request, signal) }
  } catch (error) {
    if (error instanceof CallSheetError) return { failure: { code: error.code, message: error.message } }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { fault: { message, stack: stack ?? null } }
  }
}

async function answer(
  { task, bytes, input }: Request,
  signal: AbortSignal,
): Promise<Tasks[TaskName]['answer']> {
  switch (task) {
    case 'read': {
      const { referenceDay, ...settings } = input
      return await readCallSheet(bytes, {
        ...settings,
        ...(referenceDay === null ? {} : { referenceDate: Temporal.PlainDate.from(referenceDay) }),
        signal,
        onProgress,
      })
    }
    case 'recognise':
      return await recognisedPages(bytes, { signal, onProgress })
    case 'learn':
      return placesOf(
        await pagesOf(bytes, input, signal),
        input.lessons,
        Temporal.PlainDate.from(input.referenceDay),
      )
    case 'lines':
      return linesOf(await pagesOf(bytes, input, signal))
    case 'point':
      return pointedAt(await pagesOf(bytes, input, signal), input.pointers)
    case 'draw':
      return await drawPage(bytes, input)
  }
}

const onProgress = (progress: ReadProgress): void => port.postMessage({ progress } satisfies ProgressReport)

/** What has not been recognised by now stays a picture. */
async function pagesOf(bytes: Uint8Array, part: Part, signal: AbortSignal): Promise<RawPage[]> {
  const { recognised, pages: { from, to } = { from: 1, to: Number.POSITIVE_INFINITY } } = part
  const pages = await readablePages(bytes, { ...(recognised ? { recognised } : {}), scans: 'leave', signal })
  return pages.filter(({ number }) => number >= from && number <= to)
}

import { parentPort } from 'node:worker_threads'
import { placeOf } from '../learned/learn.ts'
import { linesOf } from '../lines.ts'
import { drawPage } from '../picture/picture.ts'
import { readablePages, readCallSheet } from '../read.ts'
import { CallSheetError } from '../types.ts'
import type { ProgressReport, Reply, Request, StopRequest, TaskName, Tasks } from './protocol.ts'

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
        onProgress: (progress) => port?.postMessage({ progress } satisfies ProgressReport),
      })
    }
    case 'learn': {
      const pages = await readablePages(bytes, { scans: input.scans, signal })
      return placeOf(pages, input.lesson, Temporal.PlainDate.from(input.referenceDay))
    }
    case 'lines':
      return linesOf(await readablePages(bytes, { scans: input.scans, signal }))
    case 'draw':
      return await drawPage(bytes, input)
  }
}

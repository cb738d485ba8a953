import { parentPort } from 'node:worker_threads'
import { placeOf } from '../learned/learn.ts'
import { linesOf } from '../lines.ts'
import { readPages } from '../pdf/document.ts'
import { drawPage } from '../picture/picture.ts'
import { DEFAULT_MAX_PAGES, readCallSheet } from '../read.ts'
import { CallSheetError } from '../types.ts'
import type { Reply, Request, TaskName, Tasks } from './protocol.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

port.on('message', (request: Request) => {
  void reply(request).then((message) => port.postMessage(message))
})

async function reply(request: Request): Promise<Reply> {
  try {
    return { answer: await answer(request) }
  } catch (error) {
    if (error instanceof CallSheetError) return { failure: { code: error.code, message: error.message } }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { fault: { message, stack: stack ?? null } }
  }
}

async function answer({ task, bytes, input }: Request): Promise<Tasks[TaskName]['answer']> {
  switch (task) {
    case 'read': {
      const { settings, referenceDate: day } = input
      return await readCallSheet(bytes, {
        ...settings,
        ...(day === null ? {} : { referenceDate: Temporal.PlainDate.from(day) }),
      })
    }
    case 'learn': {
      const pages = await readPages(bytes, { maxPages: DEFAULT_MAX_PAGES })
      return placeOf(pages, input.lesson, Temporal.PlainDate.from(input.referenceDate))
    }
    case 'draw':
      return await drawPage(bytes, input)
    case 'lines':
      return linesOf(await readPages(bytes, { maxPages: input.maxPages }))
  }
}

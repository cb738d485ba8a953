import { Worker } from 'node:worker_threads'
import { type Engine, EngineError, PASS_LIMIT_MS, type Segmentation, type TrainedLanguage } from './engine.ts'
import { toPgm } from './image.ts'

/** What crosses to the engine's thread: a picture (PGM) and how to look at it. */
export interface PassRequest {
  image: Uint8Array<ArrayBuffer>
  languages: readonly TrainedLanguage[]
  segmentation: Segmentation
  dpi: number
}

export type PassReply = { tsv: string } | { fault: string }

/** The thread's JavaScript; Tesseract's own memory is WebAssembly's, some 150 MB for the largest page drawn. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

const LANGUAGES: readonly TrainedLanguage[] = ['pol', 'eng', 'deu', 'fra', 'spa']

/**
 * Tesseract as WebAssembly with the trained data of the npm packages, in a thread of its own: nothing is fetched or
 * written. Starting it and unpacking two languages takes a quarter of a second of a core, once; then it keeps some
 * 150 MB until `close`. After any failure the thread is ended: what it left in its memory is not to be trusted.
 */
export function javascriptEngine(): Engine {
  let thread: Worker | undefined

  const close = async (): Promise<void> => {
    const old = thread
    thread = undefined
    await old?.terminate()
  }

  return {
    name: 'tesseract.js',
    has: (languages) => languages.every((language) => LANGUAGES.includes(language)),
    close,
    async recognise({ image, languages, segmentation, signal }) {
      thread ??= new Worker(new URL('./javascript-thread.ts', import.meta.url), {
        resourceLimits: RESOURCE_LIMITS,
      })
      const own = thread
      own.ref()
      const picture = Uint8Array.from(toPgm(image))
      const request: PassRequest = {
        image: picture,
        languages,
        segmentation,
        dpi: Math.round(image.dpi),
      }
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(PASS_LIMIT_MS)])
        const reply = answerOf(own, limit)
        own.postMessage(request, [picture.buffer])
        return await reply
      } catch (error) {
        await close()
        throw error
      } finally {
        own.unref()
      }
    },
  }
}

/** The one answer of the thread, or why there will be none. */
function answerOf(thread: Worker, limit: AbortSignal): Promise<string> {
  const done = new AbortController()
  return new Promise<string>((resolve, reject) => {
    const fail = (message: string, cause?: unknown): void =>
      reject(new EngineError(`tesseract.js: ${message}`, { cause }))
    const once = { signal: done.signal, once: true }
    const onMessage = (reply: PassReply): void => ('tsv' in reply ? resolve(reply.tsv) : fail(reply.fault))
    const onError = (error: unknown): void => fail('its thread failed', error)
    const onExit = (): void => fail('its thread ended')
    thread.once('message', onMessage)
    thread.once('error', onError)
    thread.once('exit', onExit)
    limit.addEventListener('abort', () => fail('stopped', limit.reason), once)
    if (limit.aborted) fail('stopped', limit.reason)
    done.signal.addEventListener('abort', () => {
      thread.off('message', onMessage)
      thread.off('error', onError)
      thread.off('exit', onExit)
    })
  }).finally(() => done.abort())
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { until } from './until.ts'

/** A page on a phone in somebody's hand. */
export interface Phone {
  open(url: string): Promise<void>
  /** What an expression in the page says; promises are waited for. */
  see<T>(expression: string): Promise<T>
  /** Waits until an expression in the page is true. */
  shows(what: string, expression: string): Promise<void>
  /** Touches what a selector finds first. */
  tap(selector: string): Promise<void>
  /** Errors of scripts, and what the content security policy refused, since the page was opened. */
  readonly complaints: readonly string[]
  /** The page as a PNG. */
  picture(): Promise<Buffer>
  stop(): Promise<void>
}

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly params?: any
  readonly result?: any
  readonly error?: { readonly message: string }
}

const readyMs = 30_000
const settings = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--remote-debugging-port=0',
]

/** A Chromium of its own with a fresh profile, 390 x 844 points, spoken to by its debugging protocol on this machine. */
export async function pickUpPhone({
  language = 'en-GB',
  scheme = 'light',
}: {
  language?: string
  scheme?: 'light' | 'dark'
} = {}): Promise<Phone> {
  const profile = await mkdtemp(join(tmpdir(), 'klaps-phone-'))
  const child = spawn(
    process.env.CHROMIUM ?? 'chromium',
    [...settings, `--user-data-dir=${profile}`, `--lang=${language}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const address = Promise.withResolvers<string>()
  createInterface({ input: child.stderr }).on('line', (line) => {
    const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (url) address.resolve(url)
  })
  child.once('error', address.reject)
  child.once('exit', (code) => address.reject(new Error(`Chromium ended with ${code}`)))
  const late = setTimeout(() => address.reject(new Error('Chromium did not start')), readyMs)
  const socket = new WebSocket(await address.promise.finally(() => clearTimeout(late)))
  await once(socket, 'open')

  const waiting = new Map<number, PromiseWithResolvers<any>>()
  const complaints: string[] = []
  let sent = 0
  let sessionId: string | undefined
  const ask = async (method: string, params: object = {}): Promise<any> => {
    const id = ++sent
    const answer = Promise.withResolvers<any>()
    waiting.set(id, answer)
    socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
    return await answer.promise
  }
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result, error }: Answer = JSON.parse(String(data))
    if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.exception?.description)
    // A refused request is an answer like any other; what the page makes of it is seen in the page.
    if (method === 'Log.entryAdded' && params.entry.level === 'error' && params.entry.source !== 'network')
      complaints.push(params.entry.text)
    if (id === undefined) return
    if (error) waiting.get(id)?.reject(new Error(error.message))
    else waiting.get(id)?.resolve(result)
    waiting.delete(id)
  })
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
  sessionId = (await ask('Target.attachToTarget', { targetId, flatten: true })).sessionId
  for (const domain of ['Page', 'Runtime', 'Log']) await ask(`${domain}.enable`)
  const size = { width: 390, height: 844, deviceScaleFactor: 2, mobile: true }
  await ask('Emulation.setDeviceMetricsOverride', size)
  await ask('Emulation.setLocaleOverride', { locale: language })
  const features = [{ name: 'prefers-color-scheme', value: scheme }]
  await ask('Emulation.setEmulatedMedia', { features })
  await ask('Emulation.setUserAgentOverride', { userAgent: 'Klaps phone', acceptLanguage: language })

  const see = async (expression: string) => {
    const { result, exceptionDetails } = await ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  return {
    complaints,
    see,
    open: async (url) => {
      complaints.length = 0
      // Two addresses that differ behind the # only are one page to a browser.
      await ask('Page.navigate', { url: 'about:blank' })
      await ask('Page.navigate', { url })
      await until('the page to load', () => see(`document.readyState === 'complete'`), readyMs)
    },
    shows: async (what, expression) => {
      await until(what, () => see(`Boolean(${expression})`), readyMs).catch(async (cause: unknown) => {
        const page = await see('document.body.innerText')
        throw new Error(`The page does not show ${what}: ${complaints.join('\n')}\n${page}`, { cause })
      })
    },
    tap: async (selector) => {
      await see(`document.querySelector(${JSON.stringify(selector)}).click()`)
    },
    picture: async () =>
      Buffer.from((await ask('Page.captureScreenshot', { captureBeyondViewport: true })).data, 'base64'),
    stop: async () => {
      socket.close()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

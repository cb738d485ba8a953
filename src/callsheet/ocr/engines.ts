import type { Engine } from './engine.ts'
import { javascriptEngine } from './javascript.ts'
import { nativeEngine } from './native.ts'

let found: Promise<Engine[]> | undefined

/** The engines of this thread: the machine's own Tesseract where there is one, and the one that comes along. */
export function engines(): Promise<Engine[]> {
  found ??= nativeEngine().then((native) => (native === null ? [] : [native]).concat(javascriptEngine()))
  return found
}

/** Ends what the engines of this thread have started; the next page starts them again. */
export async function closeEngines(): Promise<void> {
  const old = await found
  found = undefined
  for (const engine of old ?? []) await engine.close()
}

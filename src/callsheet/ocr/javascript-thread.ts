import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { parentPort } from 'node:worker_threads'
import { gunzip } from 'node:zlib'
import { SEGMENTATION, type TrainedLanguage } from './engine.ts'
import type { PassReply, PassRequest } from './javascript.ts'

/** The part of the Tesseract of `tesseract.js-core` that is used here: its C++ API, as Emscripten binds it. */
interface Tesseract {
  Init(folder: null, languages: string, mode: number, configuration: null): number
  SetVariable(name: string, value: string): boolean
  /** Reads `/input`; 0 when it can. */
  SetImageFile(exifOrientation: number, radians: number): number
  Recognize(monitor: null): number
  GetTSVText(): string
  Clear(): void
  End(): void
}

interface Core {
  FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void }
  TessBaseAPI: new () => Tesseract
}

type StartCore = (options: { print(): void; printErr(): void }) => Promise<Core>

const NEURAL_MODE = 1
const AS_IT_IS = 1

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')
const require = createRequire(import.meta.url)

let core: Promise<Core> | undefined
let tesseract: { api: Tesseract; languages: string } | undefined
const unpacked = new Set<TrainedLanguage>()

port.on('message', (request: PassRequest) => {
  void pass(request)
    .then((tsv): PassReply => ({ tsv }))
    .catch((error: unknown): PassReply => ({ fault: error instanceof Error ? error.message : String(error) }))
    .then((reply) => port.postMessage(reply))
})

async function pass({ image, languages, segmentation, dpi }: PassRequest): Promise<string> {
  const start = require('tesseract.js-core/tesseract-core-simd-lstm') as StartCore
  core ??= start({ print: () => undefined, printErr: () => undefined })
  const { FS, TessBaseAPI } = await core
  for (const language of languages) {
    if (unpacked.has(language)) continue
    FS.writeFile(`./${language}.traineddata`, await trainedData(language))
    unpacked.add(language)
  }
  const names = languages.join('+')
  if (tesseract?.languages !== names) {
    tesseract?.api.End()
    tesseract = { api: new TessBaseAPI(), languages: names }
    if (tesseract.api.Init(null, names, NEURAL_MODE, null) !== 0) throw new Error(`no data for ${names}`)
  }
  const { api } = tesseract
  api.SetVariable('tessedit_pageseg_mode', SEGMENTATION[segmentation])
  api.SetVariable('user_defined_dpi', String(dpi))
  FS.writeFile('/input', image)
  try {
    if (api.SetImageFile(AS_IT_IS, 0) !== 0) throw new Error('the picture cannot be read')
    if (api.Recognize(null) !== 0) throw new Error('recognition failed')
    return api.GetTSVText()
  } finally {
    api.Clear()
    FS.unlink('/input')
  }
}

/** The integer form of the best models: as good as the large ones, a quarter of their size. */
async function trainedData(language: TrainedLanguage): Promise<Uint8Array> {
  const path = require.resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`)
  return promisify(gunzip)(await readFile(path))
}

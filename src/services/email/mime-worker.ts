import { parentPort } from 'node:worker_threads'
import { parseMime } from './mime.ts'

const port = parentPort
if (port === null) throw new Error('This module is the inside of a worker')

port.once('message', (raw: Uint8Array) => {
  void parseMime(raw).then((parsed) => port.postMessage(parsed))
})

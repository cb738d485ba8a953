import { type Door, Problem } from '#kernel'
import { type AnswerCache, longestKeptBytes } from './answer-cache.ts'
import type { Account, Answering } from './ask.ts'
import { HideUsage } from './hide-usage.ts'
import { Meter } from './meter.ts'
import type { Begun } from './providers/types.ts'
import type { AiRequest } from './request.ts'

/** Headers of an upstream's answer that are for the client. */
const passedBack = ['content-type', 'cache-control', 'openai-processing-ms', 'openai-version'] as const

/** An answer that nobody waits for piece by piece is sent in one write when it is no longer than this. */
const wholeBytes = 64 * 1024

export interface Passing {
  readonly request: AiRequest
  readonly account: Account
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly keep: { readonly cache: AnswerCache; readonly key: string; readonly seconds: number } | undefined
}

/** Resolves when the answer is with the client; rejects when it broke off. Either way it is settled. */
export function passBack(door: Door, answering: Answering, passing: Passing): Promise<void> {
  const length = Number(answering.response.header('content-length') ?? Number.NaN)
  const pass = !passing.request.stream && length <= wholeBytes ? passWhole : passPieces
  return pass(door, answering, passing)
}

/** Head and body together: a write costs as much as all the rest of a short answer. */
async function passWhole(door: Door, answering: Answering, passing: Passing): Promise<void> {
  const { response } = answering
  const { account, keep } = passing
  const meter = new Meter()
  const body = await bytesOf(response, meter, wholeBytes).catch((error: unknown) => {
    account.answered(answering, meter, false)
    throw error
  })
  account.answered(answering, meter, true)
  door.whole(response.status, headersOf(answering, passing, false), body)
  if (keep && response.status === 200)
    keep.cache.keep(keep.key, keep.seconds, response.header('content-type')!, body)
}

/** All that comes. @throws Problem 502 when it broke off or is longer than `most` bytes */
export function bytesOf(answer: Begun, meter: Meter, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    answer.flowTo({
      piece(bytes) {
        meter.see(bytes)
        pieces.push(bytes)
        if (meter.bytes <= most) return
        reject(new Problem(502, 'upstream-unavailable', 'The answer is too long'))
        answer.leave()
      },
      end: () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)),
      broke: (cause) => reject(brokeOff(cause)),
    })
  })
}

/** As it comes, whatever its length. */
async function passPieces(door: Door, answering: Answering, passing: Passing): Promise<void> {
  const { outgoing } = door
  const { response } = answering
  const { request, account, keep } = passing
  const hides = request.stream && request.endpoint === 'chat/completions' && !request.showsUsage
  const hidden = hides && response.status === 200 ? new HideUsage() : undefined
  const meter = new Meter()
  let kept: Buffer[] | undefined = keep && response.status === 200 ? [] : undefined
  const send = (bytes: Buffer) => {
    if (bytes.length === 0) return
    kept?.push(bytes)
    if (meter.bytes > longestKeptBytes) kept = undefined
    if (!outgoing.write(bytes)) response.pause()
  }
  door.head(response.status, headersOf(answering, passing, hidden === undefined))
  if (request.stream) outgoing.flushHeaders()
  const drained = () => response.resume()
  outgoing.on('drain', drained)
  const ended = Promise.withResolvers<void>()
  response.flowTo({
    piece(bytes) {
      meter.see(bytes)
      send(hidden ? hidden.pass(bytes) : bytes)
    },
    end() {
      if (hidden) send(hidden.rest())
      ended.resolve()
    },
    broke: (cause) => ended.reject(brokeOff(cause)),
  })
  try {
    await ended.promise
    account.answered(answering, meter, true)
    outgoing.end()
    if (kept)
      keep!.cache.keep(keep!.key, keep!.seconds, response.header('content-type')!, Buffer.concat(kept))
  } catch (error) {
    account.answered(answering, meter, false)
    throw error
  } finally {
    outgoing.off('drain', drained)
  }
}

function headersOf(
  { response, choice }: Answering,
  { headers, keep }: Passing,
  withLength: boolean,
): string[] {
  const list = [...headers, 'x-klaps-upstream', choice.upstream.name]
  for (const name of passedBack) {
    const value = response.header(name)
    if (value !== undefined) list.push(name, value)
  }
  const length = withLength ? response.header('content-length') : undefined
  if (length !== undefined) list.push('content-length', length)
  if (keep) list.push('x-klaps-cache', 'miss')
  return list
}

const brokeOff = (cause: unknown) =>
  new Problem(502, 'upstream-unavailable', 'The answer broke off', { cause })

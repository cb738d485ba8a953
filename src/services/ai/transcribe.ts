import { z } from 'zod'
import type { RouteHandler } from '#kernel'
import { askFor, malformed } from './complete.ts'
import type { Ctx } from './context.ts'
import type { ai } from './contract.ts'
import { readRecording } from './recording.ts'
import type { Tables } from './tables.ts'

type Handler = RouteHandler<Ctx, Tables, (typeof ai.routes)['transcribe']>
type Input = Parameters<Handler>[1]

const Heard = z.object({ text: z.string() })

/** For our own services: what is said in a recording, by the same way as through the proxy. */
export const transcribe: Handler = async (ctx, input, meta) => {
  const form = new Response(formOf(ctx, input))
  const bytes = Buffer.from(await form.arrayBuffer())
  const request = await readRecording(bytes, form.headers.get('content-type')!)
  const { choice, text } = await askFor(ctx, input, request, meta)
  return { text: heardIn(text).trim(), sandbox: choice.upstream.name === 'sandbox' }
}

function formOf(ctx: Ctx, { model, base64, mimeType, language }: Input): FormData {
  const form = new FormData()
  // Upstreams tell the codec by the name of the file.
  const name = `recording.${mimeType.split('/')[1]!.replace(/^x-|[^a-z0-9]/gu, '')}`
  form.append('file', new Blob([Buffer.from(base64, 'base64')], { type: mimeType }), name)
  form.append('model', model ?? ctx.settings.AI_TRANSCRIPTION_MODEL)
  form.append('response_format', 'json')
  if (language) form.append('language', language)
  return form
}

function heardIn(answer: string): string {
  try {
    return Heard.parse(JSON.parse(answer)).text
  } catch {
    throw malformed()
  }
}

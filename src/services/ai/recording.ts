import { tokensOfSecond } from './meter.ts'
import { type AiRequest, badRequest, isModelName } from './request.ts'

/** No codec that speech comes in makes less of a second: 4 kbit/s. */
const fewestBytesOfSecond = 500
/** Of a voice message, about: 16 kbit/s. */
const usualBytesOfSecond = 2_000
/** Tokens of a second at most, whichever way the model counts. */
const mostTokensOfSecond = 2 * tokensOfSecond

/**
 * A recording as OpenAI's clients send one: a form with `file`, `model` and what else the upstream is to know.
 *
 * @throws Problem 400 for what no upstream could answer
 */
export async function readRecording(bytes: Buffer, contentType: string): Promise<AiRequest> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined)
  if (!form) throw badRequest('The body must be a form (multipart/form-data)', null)
  const [model, ...others] = form.getAll('model')
  if (typeof model !== 'string' || others.length > 0 || !isModelName(model))
    throw badRequest('Say which model is to answer', 'model')
  const file = form.get('file')
  if (file === null || typeof file === 'string' || file.size === 0)
    throw badRequest('There is no recording in the form', 'file')
  const prompt = String(form.get('prompt') ?? '')
  return {
    endpoint: 'audio/transcriptions',
    bytes,
    contentType,
    body: {},
    form,
    model,
    stream: form.get('stream') === 'true',
    showsUsage: true,
    outputTokens: undefined,
    choices: 1,
    inputTokens: Math.ceil(file.size / fewestBytesOfSecond) * mostTokensOfSecond + Buffer.byteLength(prompt),
    usualInputTokens: Math.ceil(file.size / usualBytesOfSecond) * tokensOfSecond,
  }
}

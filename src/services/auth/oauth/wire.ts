/** How the authorization server answers: in the standard's words, and never kept by anybody in between. */
const unkept = { 'cache-control': 'no-store' }

/** A refusal in the form of RFC 6749, 5.2 and RFC 7591, 3.2.2. */
export class OauthRefusal extends Error {
  readonly code: string

  constructor(code: string, description: string) {
    super(description)
    this.code = code
  }
}

export const json = (body: unknown, status = 200) => Response.json(body, { status, headers: unkept })

export const html = (body: string, status = 200) =>
  new Response(body, { status, headers: { ...unkept, 'content-type': 'text/html; charset=utf-8' } })

/** Runs a step of the protocol and tells its refusals as the standard wants them told. */
export async function answered(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error
    return json({ error: error.code, error_description: error.message }, 400)
  }
}

/** @throws OauthRefusal for a body of another type, or a field that is there twice (RFC 6749, 3.2). */
export async function formOf(request: Request): Promise<Readonly<Record<string, string>>> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type))
    throw new OauthRefusal('invalid_request', 'Send application/x-www-form-urlencoded')
  const fields = new URLSearchParams(await request.text())
  const names = [...fields.keys()]
  if (new Set(names).size !== names.length)
    throw new OauthRefusal('invalid_request', 'A field is there twice')
  return Object.fromEntries([...fields].filter(([, value]) => value !== '' && !value.includes('\0')))
}

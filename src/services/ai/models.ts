import { notFound } from '#kernel'
import type { Caller } from './callers.ts'
import type { Ctx, Meta } from './context.ts'
import { shippedModels } from './rates.ts'
import { isModelName } from './request.ts'
import { notConfigured } from './routing.ts'
import { stateOf } from './state.ts'

/** The models that this caller may ask for and that somebody answers for, as OpenAI lists them. */
export async function listModels(ctx: Ctx, meta: Meta): Promise<void> {
  const caller = await stateOf(ctx).callers.of(meta)
  const known = await stateOf(ctx).upstreams.all()
  if (known.size === 0) throw notConfigured()
  const { catalogue } = stateOf(ctx)
  const names = new Set([...catalogue.routedModels, ...shippedModels, ...(caller.models ?? [])])
  const data: object[] = []
  for (const name of [...names].toSorted()) {
    const owner = await ownerOf(ctx, caller, name)
    if (owner) data.push(model(name, owner))
  }
  send(meta, { object: 'list', data })
}

/** @throws Problem 404 for a model that nobody answers for or that the caller may not ask for */
export async function getModel(ctx: Ctx, name: string, meta: Meta): Promise<void> {
  const caller = await stateOf(ctx).callers.of(meta)
  const owner = isModelName(name) ? await ownerOf(ctx, caller, name) : undefined
  if (!owner) throw notFound('model')
  send(meta, model(name, owner))
}

/** A model of another provider than those that are set up would only be passed on to whoever takes any name. */
async function ownerOf(ctx: Ctx, caller: Caller, name: string): Promise<string | undefined> {
  const { routing, upstreams } = stateOf(ctx)
  if (caller.models && !caller.models.has(name)) return undefined
  try {
    return routing.choicesOf(await upstreams.all(), name, 'chat/completions')[0]?.upstream.name
  } catch {
    return undefined
  }
}

const model = (id: string, owner: string) => ({ id, object: 'model', created: 0, owned_by: owner })

function send(meta: Meta, body: object): void {
  meta.direct.whole(200, ['content-type', 'application/json'], Buffer.from(JSON.stringify(body)))
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Fault } from './faults.ts'
import { withoutSecrets } from './journal.ts'
import type { StandIn, World } from './world/world.ts'

type SandboxContext = Context<{ Bindings: HttpBindings }>

/** Requests above this many bytes are refused with 413. */
const bodyLimit = 40 * 1024 * 1024

/**
 * Every request to a stand-in passes here: its fault, if a test has set one, and its line in the journal.
 * @param path the request's path below the stand-in's prefix.
 */
export async function passGate(
  world: World,
  standIn: StandIn,
  context: SandboxContext,
  path: string,
): Promise<Response> {
  const started = performance.now()
  const method = context.req.method
  const fault = world.faults.take(standIn.name, { path, method })
  const entry = {
    standIn: standIn.name,
    method,
    path: withoutSecrets(path, new URL(context.req.url).searchParams),
    at: world.clock.now().toString(),
    fault: fault?.kind,
  }
  let status: number | null = null
  try {
    const response = await answer(world, standIn, context, path, fault)
    world.store.flush()
    status = response?.status ?? null
    return response ?? hangUp(context)
  } finally {
    world.journal.record({ ...entry, status, durationMs: Math.round(performance.now() - started) })
  }
}

/** @returns `undefined` when the connection is to be closed without an answer. */
async function answer(
  world: World,
  standIn: StandIn,
  context: SandboxContext,
  path: string,
  fault: Fault | undefined,
): Promise<Response | undefined> {
  switch (fault?.kind) {
    case 'slow':
      await sleep(fault.ms, undefined, { signal: world.stopping }).catch(() => {})
      break
    case 'status':
      return refuse(standIn, fault.status, fault.retryAfter)
    case 'unauthorized':
      return refuse(standIn, 401)
    case 'pace':
      return refuse(standIn, 429, 1)
    case 'malformed':
      return new Response('{"unfinished": [{"', { headers: { 'content-type': 'application/json' } })
    case 'timeout':
      await untilClientLeaves(world, context)
      return undefined
    case 'drop':
      return undefined
    case 'drop-after-effect':
      await dispatch(standIn, context, path)
      return undefined
    default:
  }
  return await dispatch(standIn, context, path)
}

async function dispatch(standIn: StandIn, context: SandboxContext, path: string): Promise<Response> {
  const url = new URL(context.req.url)
  url.pathname = path
  const { method, headers } = context.req.raw
  if (Number(headers.get('content-length') ?? 0) > bodyLimit) return refuse(standIn, 413)
  const body = method === 'GET' || method === 'HEAD' ? undefined : await context.req.raw.arrayBuffer()
  return await standIn.app.fetch(new Request(url, { method, headers, body }), context.env)
}

function refuse(standIn: StandIn, status: number, retryAfter?: number): Response {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  return new Response(JSON.stringify(standIn.refusal(status)), { status, headers })
}

/** Cuts the connection; the returned response has nowhere to go. */
function hangUp(context: SandboxContext): Response {
  context.env.incoming.socket.destroy()
  return new Response(null, { status: 500 })
}

async function untilClientLeaves(world: World, context: SandboxContext): Promise<void> {
  await new Promise<void>((resolve) => {
    if (world.stopping.aborted) resolve()
    context.env.outgoing.once('close', resolve)
    world.stopping.addEventListener('abort', () => resolve(), { once: true })
  })
}

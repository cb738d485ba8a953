/**
 * Who does something. A request acts for its user (`via` names the service that forwarded it), a job or an event
 * handler acts as its service.
 */
export type Actor =
  | {
      readonly kind: 'user'
      readonly id: string
      readonly sessionId: string
      readonly roles: readonly string[]
      readonly via?: string
      /** What another program was allowed to do in the user's name: nothing else, whatever the roles say. */
      readonly scope?: readonly string[]
    }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anonymous' }

export const anonymous: Actor = { kind: 'anonymous' }

/** The form events and audit carry: `user:<id>`, `service:<name>` or `anonymous`. Ids, never names. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'user') return `user:${actor.id}`
  if (actor.kind === 'service') return `service:${actor.name}`
  return 'anonymous'
}

/** Does a granted permission (`schedule:*`, `*`) cover the one asked for (`schedule:read`)? */
export function covers(granted: string, asked: string): boolean {
  if (granted === '*' || granted === asked) return true
  const [noun, verb] = granted.split(':')
  return verb === '*' && asked.split(':')[0] === noun
}

import type { Ctx } from '../context.ts'

/** What a provider thinks of a key. `detail` is for people and never holds the key. */
export interface Verdict {
  readonly valid: boolean
  readonly detail: string | null
}

/** How the keys of one provider look and how one is tried. */
export interface KeyCheck {
  /** What is wrong with the form of a key, for people; undefined when nothing is. */
  malformed(secret: string): string | undefined
  /** One real, harmless and cheap call with the key. */
  ask(ctx: Pick<Ctx, 'http' | 'settings'>, secret: string): Promise<Verdict>
}

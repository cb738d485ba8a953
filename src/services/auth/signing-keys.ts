import { rotateKeys as rotateRing } from '#kernel'
import type { Ctx } from './context.ts'

/** The last token of a key lives 15 minutes; verifiers ask for keys they do not know. */
const life = { announcedHours: 1, signsForDays: 90, outlivesHours: 1 }

/** Runs by the clock, in one replica. */
export const rotateKeys = (ctx: Ctx): Promise<void> => rotateRing(ctx, life)

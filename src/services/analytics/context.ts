import { z } from 'zod'
import type { Context } from '#kernel'
import type { Tables } from './tables.ts'

export const settings = z.object({})

export type Ctx = Context<Tables, Record<never, never>, typeof settings>

import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import { config } from '#services/config'
import { email } from '#services/email'
import type { Tables } from './tables.ts'

export const needs = { email, config }
export const settings = z.object({})
export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>

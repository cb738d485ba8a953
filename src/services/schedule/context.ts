import { z } from 'zod'
import type { Context, Tx as KernelTx } from '#kernel'
import { config } from '#services/config'
import { pdf } from '#services/pdf'
import type { Tables } from './tables.ts'

export const needs = { pdf, config }
export const settings = z.object({})

export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>

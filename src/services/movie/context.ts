import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import type { movie } from './contract.ts'
import type { Tables } from './tables.ts'

export const needs = {}
export const settings = z.object({})

export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>

type Routes = (typeof movie)['routes']
export type Input<K extends keyof Routes> = z.output<Routes[K]['input']>
export type Output<K extends keyof Routes> = z.output<Routes[K]['output']>

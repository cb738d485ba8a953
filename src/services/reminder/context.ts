import { z } from 'zod'
import type { Context } from '#kernel'
import { calendar } from '#services/calendar'
import { config } from '#services/config'
import type { Tables } from './tables.ts'

export const needs = { config, calendar }

export const settings = z.object({})

export type Ctx = Context<Tables, typeof needs, typeof settings>

import { z } from 'zod'
import type { Context, Meta as KernelMeta, Tx as KernelTx } from '#kernel'
import { ai } from '#services/ai'
import { auth } from '#services/auth'
import { booking } from '#services/booking'
import { calendar } from '#services/calendar'
import { config } from '#services/config'
import { control } from '#services/control'
import { email } from '#services/email'
import { movie } from '#services/movie'
import { payment } from '#services/payment'
import { reminder } from '#services/reminder'
import { route } from '#services/route'
import { schedule } from '#services/schedule'
import { weather } from '#services/weather'
import type { Tables } from './tables.ts'

export const needs = {
  auth,
  config,
  email,
  schedule,
  route,
  weather,
  movie,
  booking,
  payment,
  reminder,
  calendar,
  control,
  ai,
}

export const settings = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{3,20}:[\w-]{20,100}$/)
    .optional()
    .describe('From @BotFather; without it there is no bot'),
  TELEGRAM_API_URL: z.url().default('https://api.telegram.org'),
  TELEGRAM_LINK_URL: z
    .url()
    .default('https://t.me/')
    .describe('What links to a bot begin with: its name and `?start=<code>` follow'),
  TELEGRAM_MODE: z
    .enum(['polling', 'webhook'])
    .default('polling')
    .describe('`webhook` needs a PUBLIC_URL that Telegram reaches over https'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>
export type Tx = KernelTx<Tables>
export type Meta = KernelMeta<Tables>

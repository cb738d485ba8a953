import { z } from 'zod'
import type { Context } from '#kernel'
import type { Tables } from './tables.ts'

/** Nothing: it sells while everybody else is down, from its own copies. */
export const needs = {}

export const settings = z.object({
  BOOKING_HOLD_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .max(3600)
    .default(300)
    .describe('How long seats are held for a buyer who has not paid'),
  BOOKING_EXPIRY_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600)
    .default(30)
    .describe(
      'A hold that has run out is written off so long afterwards: until then a payment on its way gets the seats if they are still free',
    ),
  BOOKING_CANCEL_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_080)
    .default(60)
    .describe('Buyers may cancel until so long before the start'),
  BOOKING_GUEST_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe("A guest's name and address are forgotten so long after the showtime"),
  BOOKING_LANES: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(2)
    .describe('Batches of holds on their way to the database at once; a showtime is always in one lane'),
  BOOKING_BATCH: z.coerce.number().int().min(1).max(128).default(32).describe('Most holds of one batch'),
  BOOKING_BACKLOG: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(512)
    .describe('Holds that may wait in a lane; further ones are refused at once and told to come back'),
  BOOKING_QUEUE_AFTER_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(3)
    .describe('A showtime whose lane overflows for so long gets a waiting room'),
  BOOKING_QUEUE_PER_SECOND: z.coerce
    .number()
    .min(1)
    .max(10_000)
    .default(50)
    .describe('Buyers that a waiting room admits, steadily'),
  BOOKING_ADMISSION_SECONDS: z.coerce
    .number()
    .int()
    .min(30)
    .max(7200)
    .default(600)
    .describe('How long an admission from a waiting room lasts'),
})

export type Ctx = Context<Tables, typeof needs, typeof settings>

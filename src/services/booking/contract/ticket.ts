import { z } from 'zod'
import { Currency, event, Instant } from '#kernel'
import { PriceCategory, SeatId } from '#services/movie'

export const Ticket = z
  .object({
    id: z.uuid(),
    bookingId: z.uuid(),
    showtimeId: z.uuid(),
    seatId: SeatId,
    category: PriceCategory,
    state: z.enum(['valid', 'admitted', 'cancelled']),
    token: z.string().describe('What the QR code says: signed, checked without asking anybody'),
    movieTitle: z.string(),
    theaterName: z.string(),
    theaterAddress: z.string(),
    screenName: z.string(),
    timeZone: z.string().describe('Of the theater: the time on the ticket is its own'),
    startsAt: Instant,
    admittedAt: Instant.nullable(),
  })
  .meta({ id: 'Ticket' })

/** What a scan found; one that was refused admits nobody. */
export const Admission = z
  .object({
    outcome: z.enum(['admitted', 'already-admitted', 'cancelled', 'other-showtime', 'unknown', 'forged']),
    ticketId: z.uuid().nullable(),
    seatId: SeatId.nullable(),
    category: PriceCategory.nullable(),
    admittedAt: Instant.nullable().describe('Of the scan that admitted this ticket'),
    device: z.string().nullable().describe('The device that admitted it'),
  })
  .meta({ id: 'Admission' })

/** A scan as a device keeps it while it is offline. */
export const Scan = z.object({
  token: z.string().max(1000),
  scannedAt: Instant.describe('By the clock of the device; counted as now when it lies in the future'),
})
export const DeviceName = z
  .string()
  .regex(/^[\w .-]{1,60}$/)
  .describe('Which scanner this is')

/** For a scanner that works offline: which tickets of a showtime admit, and which have. */
export const AdmissionEntry = z
  .object({
    ticketId: z.uuid(),
    seatId: SeatId,
    category: PriceCategory,
    state: z.enum(['valid', 'admitted', 'cancelled']),
    admittedAt: Instant.nullable(),
  })
  .meta({ id: 'AdmissionEntry' })

export const ticketAdmitted = event(
  'booking',
  'ticket.admitted',
  z.object({
    ticketId: z.uuid(),
    bookingId: z.uuid(),
    showtimeId: z.uuid(),
    version: z.int(),
    admittedAt: z.iso.datetime({ offset: true }),
  }),
)

export const VoucherKind = z.enum(['percent', 'amount', 'free-seat']).meta({ id: 'VoucherKind' })
export const VoucherDraft = z
  .object({
    kind: VoucherKind,
    percent: z.int().min(1).max(100).nullable().default(null),
    amount: z
      .int()
      .min(1)
      .max(10_000_000)
      .nullable()
      .default(null)
      .describe('Minor units; the rest stays on it'),
    freeSeats: z
      .int()
      .min(1)
      .max(10)
      .nullable()
      .default(null)
      .describe('The dearest seats of the booking are free'),
    currency: Currency.nullable().default(null).describe('Of the amount'),
    uses: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('Bookings it may be used in. Left out: one; for an amount, as many as it lasts'),
    expiresAt: Instant.nullable().default(null),
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9-]{6,32}$/)
      .optional()
      .describe('Made up when left out'),
  })
  .refine(
    (draft) =>
      (draft.kind === 'percent') === (draft.percent !== null) &&
      (draft.kind === 'amount') === (draft.amount !== null && draft.currency !== null) &&
      (draft.kind === 'free-seat') === (draft.freeSeats !== null),
    { error: 'A voucher has the value of its kind and no other' },
  )
export const Voucher = z
  .object({
    id: z.uuid(),
    code: z.string().describe('Complete only in the answer that makes it; later its last four characters'),
    kind: VoucherKind,
    percent: z.int().nullable(),
    amount: z.int().nullable(),
    freeSeats: z.int().nullable(),
    currency: Currency.nullable(),
    usesLeft: z.int().nullable().describe('Null: as often as its amount lasts'),
    amountLeft: z.int().nullable(),
    expiresAt: Instant.nullable(),
    withdrawn: z.boolean(),
    createdAt: Instant,
  })
  .meta({ id: 'Voucher' })

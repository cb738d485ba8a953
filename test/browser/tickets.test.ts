import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Phone, pickUpPhone } from '../harness/phone.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'

let dir: string
let klaps: KlapsProcess
let phone: Phone

beforeAll(async () => {
  dir = await scratchFolder('klaps-tickets-')
  klaps = await startKlapsProcess(['--port', '0', '--data', dir], { KLAPS_SANDBOX: 'on' })
  phone = await pickUpPhone()
}, 120_000)

afterAll(async () => {
  await phone?.stop()
  await klaps?.kill('SIGTERM')
  await throwAway(dir)
})

async function ask(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${klaps.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  })
  return await response.json()
}

interface Bought {
  readonly id: string
  readonly seatIds: readonly string[]
  readonly headers: Record<string, string>
  /** Where the mail leads. */
  readonly link: (search?: string) => string
}

/** Tickets for two of the sandbox's cinema, of a showtime that may still be cancelled, bought as a guest. */
async function buy({ pays = true } = {}): Promise<Bought> {
  const from = Temporal.Now.instant().add({ hours: 26 }).toString()
  const path = `/showtimes?limit=1&from=${from}`
  const showtime = await until('a showtime', async () => (await ask(path)).items?.[0], 60_000)
  const best = `/bookings/seat-maps/${showtime.id}/best?seats=2`
  const seatIds: string[] = await until('free seats', async () => (await ask(best)).seatIds, 10_000)
  const guest = { email: 'guest@example.org' }
  const seats = seatIds.map((seatId) => ({ seatId }))
  const { id, bookingToken } = await ask('/bookings', { showtimeId: showtime.id, seats, guest })
  const headers = { 'booking-token': bookingToken as string }
  const link = (search = '') => `${klaps.url}/tickets${search}#${id}.${bookingToken}`
  const bought = { id, seatIds, headers, link }
  if (!pays) return bought
  await ask('/payments', { bookingId: id, method: { token: 'pm_card_visa' } }, headers)
  await until(
    'the tickets',
    async () => (await ask(`/bookings/${id}`, undefined, headers)).state === 'confirmed',
  )
  return bought
}

const texts = (selector: string) =>
  phone.see<string[]>(`[...document.querySelectorAll('${selector}')].map((each) => each.textContent)`)
const said = () => phone.see<string>(`document.getElementById('said').textContent`)
/** Nothing stands out to the right, and everything that is touched is large enough for a thumb. */
const fits = async () => {
  expect(await phone.see(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true)
  const small = `[...document.querySelectorAll('button, summary, label')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 36).map((each) => each.outerHTML)`
  expect(await phone.see(small)).toEqual([])
}

describe('the page that mails about bookings lead to, on a phone', () => {
  test('shows a guest by the link alone what they need at the door', async () => {
    const bought = await buy()
    await phone.open(bought.link())
    await phone.shows('two codes', `document.querySelectorAll('img.qr').length === 2`)
    const [first] = (await ask(`/bookings/${bought.id}/tickets`, undefined, bought.headers)).items
    const occasion = (await texts('#occasion'))[0]!
    for (const part of [first.movieTitle, first.theaterName, first.theaterAddress, first.screenName])
      expect(occasion).toContain(part)
    const { timeZone, startsAt } = first
    const starts = Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone)
    expect(occasion).toContain(starts.toPlainTime().toString({ smallestUnit: 'minute' }))
    expect(occasion).toContain(String(starts.year))
    expect(await texts('.ticket h3')).toEqual(bought.seatIds.map((seatId) => `Seat ${seatId}`))
    // Drawn, large enough for a scanner, and each its own.
    const codes = await phone.see<{ alt: string; drawn: boolean; src: string }[]>(`
      [...document.querySelectorAll('img.qr')].map((each) => (
        { alt: each.alt, src: each.src, drawn: each.complete && each.naturalWidth > 0 && each.width >= 240 }))`)
    expect(codes.map(({ alt, drawn }) => [alt, drawn])).toEqual(
      bought.seatIds.map((seatId) => [`Ticket code for seat ${seatId}`, true]),
    )
    expect(new Set(codes.map(({ src }) => src)).size).toBe(2)
    await fits()
    expect(phone.complaints).toEqual([])
  }, 120_000)

  test('hands out the PDF, and the calendar entry also by its own link', async () => {
    const bought = await buy()
    // What a browser would save, kept here instead.
    const keep = `window.saved = [];
      URL.createObjectURL = (file) => { window.file = file; return location.href }
      HTMLAnchorElement.prototype.click = function () {
        const { file } = window
        window.saved.push(file.text().then((text) => [this.download, file.type, text.slice(0, 15)])) }`
    await phone.open(bought.link())
    await phone.see(keep)
    for (const kind of ['pdf', 'ics']) {
      await phone.shows(kind, `document.getElementById('${kind}')`)
      await phone.tap(`#${kind}`)
    }
    await phone.shows('both files', 'window.saved.length === 2')
    const { reference } = await ask(`/bookings/${bought.id}`, undefined, bought.headers)
    const files = await phone.see<string[][]>('Promise.all(window.saved)')
    expect(files.toSorted()).toEqual([
      [`klaps-${reference}.ics`, expect.stringContaining('text/calendar'), 'BEGIN:VCALENDAR'],
      [`klaps-${reference}.pdf`, 'application/pdf', expect.stringMatching(/^%PDF-1/)],
    ])
    await phone.open('about:blank')
    await phone.open(bought.link('?as=ics'))
    await phone.shows(
      'the entry to be made',
      `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('tickets.ics'))`,
    )
  }, 120_000)

  test('gives a ticket back for a voucher, asked twice, and the rest for the money', async () => {
    const bought = await buy()
    const [first, second] = bought.seatIds
    await phone.open(bought.link())
    await phone.shows('the form', `document.getElementById('give-back')`)
    await phone.tap('#give-back summary')
    await phone.tap('#give-back button')
    expect(await said()).toBe('Choose at least one seat.')
    await phone.tap(`input[value="${first}"]`)
    await phone.tap('input[value="voucher"]')
    await phone.tap('#give-back button')
    await phone.shows('the question', `document.querySelector('dialog[open]')`)
    await fits()
    await phone.tap('dialog button[value="no"]')
    await phone.shows('no question', `!document.querySelector('dialog')`)
    expect((await ask(`/bookings/${bought.id}`, undefined, bought.headers)).version).toBe(2)
    await phone.tap('#give-back button')
    await phone.tap('dialog[open] button[value="yes"]')
    await phone.shows(
      'the voucher',
      `/Your voucher.*[A-Z2-9]{4}-[A-Z2-9]{4}/.test(document.getElementById('said').textContent)`,
    )
    expect(await texts('.ticket.cancelled h3')).toEqual([`Seat ${first}`])
    expect(await texts('.ticket.valid h3')).toEqual([`Seat ${second}`])
    await phone.tap('#give-back summary')
    await phone.tap(`input[value="${second}"]`)
    await phone.tap('#give-back button')
    await phone.tap('dialog[open] button[value="yes"]')
    await phone.shows(
      'the end',
      `document.getElementById('occasion').textContent.includes('You have cancelled it.')`,
    )
    expect(await phone.see(`document.querySelectorAll('img.qr, #give-back').length`)).toBe(0)
    await until('the money to be on its way', async () => {
      const payment = await ask(`/payments/of/${bought.id}`, undefined, bought.headers)
      return payment.refunded > 0
    })
    await phone.open(bought.link())
    await phone.shows('the refund', `/Given back: .*\\d/.test(document.getElementById('sums')?.textContent)`)
    expect(phone.complaints).toEqual([])
  }, 120_000)

  test('speaks Polish to a Polish phone', async () => {
    const bought = await buy()
    const polish = await pickUpPhone({ language: 'pl-PL' })
    try {
      await polish.open(bought.link())
      await polish.shows(
        'the seats',
        `document.querySelector('.ticket h3')?.textContent.startsWith('Miejsce ')`,
      )
      expect(await polish.see('document.documentElement.lang')).toBe('pl')
      expect(await polish.see(`document.getElementById('sums').textContent`)).toMatch(/Cena: .*zł/)
    } finally {
      await polish.stop()
    }
  }, 120_000)

  test('says of a hold that it is not paid, and tells a wrong key from no key', async () => {
    const held = await buy({ pays: false })
    await phone.open(held.link())
    await phone.shows('the hold', `document.getElementById('occasion')?.textContent.includes('not paid yet')`)
    await phone.open(`${klaps.url}/tickets#${held.id}.wrong`)
    await phone.shows(
      'the refusal',
      `document.getElementById('said').textContent.includes('There is no such booking')`,
    )
    await phone.open(`${klaps.url}/tickets#${held.id}`)
    await phone.shows('the form', `document.getElementById('sign-in')`)
    await fits()
    await phone.open(`${klaps.url}/tickets`)
    await phone.shows('the hint', `document.getElementById('said').textContent.includes('by the link')`)
  }, 120_000)

  test('shows what is held, counts its time down, and takes the money', async () => {
    const held = await buy({ pays: false })
    await phone.open(`${klaps.url}/bookings/${held.id}#${held.headers['booking-token']}`)
    await phone.shows(
      'the countdown',
      `/ [0-4]:\\d\\d$/.test(document.getElementById('countdown')?.textContent)`,
    )
    const shown = (await texts('#paying'))[0]!
    for (const seatId of held.seatIds) expect(shown).toContain(`Seat ${seatId}`)
    expect(shown).toMatch(/To pay: .*\d/)
    expect(shown).toContain('SANDBOX')
    const before = (await texts('#countdown'))[0]
    await phone.shows('a second less', `document.getElementById('countdown').textContent !== '${before}'`)
    await fits()
    await phone.see(`[...document.querySelectorAll('#paying .actions button')].at(-1).click()`)
    await phone.shows('two codes', `document.querySelectorAll('img.qr').length === 2`)
    const payment = await ask(`/payments/of/${held.id}`, undefined, held.headers)
    expect(payment).toMatchObject({ state: 'completed', captured: payment.amount })
    expect(phone.complaints.filter((each) => !each.includes('401'))).toEqual([])
    await phone.open(`${klaps.url}/bookings/${held.id}`)
    await phone.shows('the form', `document.getElementById('sign-in')`)
  }, 120_000)

  test('takes a card that is typed in, whose number stays in the browser', async () => {
    const held = await buy({ pays: false })
    await phone.open(`${klaps.url}/bookings/${held.id}#${held.headers['booking-token']}`)
    await phone.shows('the form', `document.querySelector('#new-card summary')`)
    await phone.see(`void (document.getElementById('new-card').open = true)`)
    expect((await texts('#card'))[0]).toContain('SANDBOX')
    await fits()
    await phone.see(`void (window.sent = [], window.realFetch = fetch, window.fetch = (path, options) => {
      sent.push(JSON.stringify([path, options])); return realFetch(path, options) })`)
    const type = async (card: Record<string, string>) => {
      for (const [name, value] of Object.entries(card))
        await phone.see(`void (document.querySelector('#card [name=${name}]').value = '${value}')`)
      await phone.tap('#card button')
    }
    await type({ number: '4111 1111 1111 1111', expires: '12/34', code: '123' })
    await phone.shows('the hint', `document.getElementById('said').textContent.includes('test cards')`)
    await type({ number: '4242 4242 4242 4242', expires: '01/20' })
    await phone.shows('the hint', `document.getElementById('said').textContent.includes('not valid')`)
    await type({ expires: '12/34' })
    await phone.shows('two codes', `document.querySelectorAll('img.qr').length === 2`)
    expect(await phone.see<string>(`sent.join().replaceAll(/\\D/g, '').includes('4242424242424242')`)).toBe(
      false,
    )
    expect(await phone.see<boolean>(`sent.join().includes('pm_card_visa')`)).toBe(true)
    expect(await ask(`/payments/of/${held.id}`, undefined, held.headers)).toMatchObject({
      state: 'completed',
    })
  }, 120_000)
})

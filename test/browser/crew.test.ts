import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Phone, pickUpPhone } from '../harness/phone.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'

const ola = { email: 'ola.wrona@klaps.test', password: '' }
let dir: string
let klaps: KlapsProcess
let phone: Phone
let token: string
let days: { dayId: string; state: string }[]

/** `npm start` on an empty machine, until both of the demo crew member's days are planned. */
beforeAll(async () => {
  dir = await scratchFolder('klaps-crew-')
  klaps = await startKlapsProcess(['--port', '0', '--data', dir], { KLAPS_SANDBOX: 'on' })
  phone = await pickUpPhone()
  const start = await until(
    'the demo person',
    async () => {
      const text = await (await fetch(klaps.url)).text()
      return /<code>([^<]+@[^<]+)<\/code> with the password <code>([^<]+)<\/code>/.exec(text)
    },
    60_000,
  )
  ;[, ola.email, ola.password] = start as unknown as [string, string, string]
  token = (await ask('/auth/sign-in', ola)).accessToken
  days = await until(
    'both demo days',
    async () => {
      const { items } = await ask('/schedules')
      return items.length === 2 && items.every((day: any) => day.planned && day.missing.length === 0) && items
    },
    60_000,
  )
}, 180_000)

afterAll(async () => {
  await phone?.stop()
  await klaps?.kill('SIGTERM')
  await throwAway(dir)
})

async function ask(path: string, body?: unknown): Promise<any> {
  const response = await fetch(`${klaps.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  })
  expect(response.ok, `${path}: ${response.status}`).toBe(true)
  return response.status === 204 ? undefined : await response.json()
}

/** Deletes the day's event at Google, as the person does in their calendar, and has it noticed. */
async function deleteInCalendar(dayId: string): Promise<void> {
  const sandbox = /sandbox to look at: (\S+)/.exec(klaps.output())![1]!
  const post = async (path: string, body: object) =>
    await fetch(sandbox + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    })
  const { accessToken } = (await (await post('/_sandbox/google/grant', { email: ola.email })).json()) as any
  const { shootingDate } = await ask(`/schedules/${dayId}`)
  const { calendar, event } = await until('the event at Google', async () => {
    const calendars: any = await (await fetch(`${sandbox}/_sandbox/calendar/events`)).json()
    return calendars
      .flatMap((each: any) => each.events.map((event: any) => ({ calendar: each.calendar, event })))
      .find(
        ({ event }: any) =>
          event.summary?.includes('Dzień zdjęciowy') && event.start?.dateTime?.startsWith(shootingDate),
      )
  })
  const at = `${sandbox}/google-calendar/calendar/v3/calendars/${encodeURIComponent(calendar)}/events/${event.id}`
  const gone = await fetch(at, { method: 'DELETE', headers: { authorization: `Bearer ${accessToken}` } })
  expect(gone.status).toBe(204)
  const { items } = await ask('/calendar')
  for (const { id, kind } of items) if (kind === 'google') await ask(`/calendar/${id}/sync`, {})
  await until('the question', async () => (await ask(`/schedules/${dayId}`)).edits.length > 0)
}

const text = (selector: string) =>
  phone.see<string>(`document.querySelector('${selector}')?.textContent.trim() ?? ''`)

/**
 * Nothing stands out to the right, what is touched is large enough for a thumb, no text is cut off and none is too faint:
 * 4.5 to 1 is WCAG 2.2 AA for text, 24 points the least size of what is touched (2.5.8); ours is 36.
 */
async function fits(): Promise<void> {
  expect(await phone.see('document.documentElement.scrollWidth <= innerWidth'), 'no scrolling sideways').toBe(
    true,
  )
  const small = `[...document.querySelectorAll('button, summary, input, .crew a, #ways a')]
    .filter((each) => each.checkVisibility())
    .filter((each) => { const { height, width } = each.getBoundingClientRect(); return height < 36 || width < 24 })
    .filter((each) => !each.matches('.whole'))
    .map((each) => each.outerHTML)`
  expect(await phone.see(small), 'what is touched').toEqual([])
  const cut = `[...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && !each.closest('.scroll') && each.children.length === 0)
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline')
    .map((each) => each.outerHTML)`
  expect(await phone.see(cut), 'text that is cut off').toEqual([])
}

/** Pictures of the pages, where `KLAPS_PICTURES` names a folder to look at them in. */
async function keepPicture(name: string): Promise<void> {
  const folder = process.env.KLAPS_PICTURES
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.png`), await phone.picture())
}

async function signIn(): Promise<void> {
  await phone.shows('the form', `document.getElementById('sign-in')`)
  await phone.see(`(() => {
    document.querySelector('[name=email]').value = ${JSON.stringify(ola.email)}
    document.querySelector('[name=password]').value = ${JSON.stringify(ola.password)}
  })()`)
  await phone.tap('#sign-in button')
}
const signOut = async () => {
  await phone.tap('#sign-out')
  await phone.shows('the form', `document.getElementById('sign-in')`)
}

describe.each([
  [
    'en-GB',
    'light',
    {
      wakeUp: 'Wake up',
      days: 'My days',
      none: 'There is nothing here of yours.',
      drive: 'drive',
      traffic: 'for traffic',
      morning: 'for the morning',
      drop: 'Drop the day',
      keep: 'Keep the day',
      address: 'Plac Zamkowy 4, 00-277 Warszawa',
    },
  ],
  [
    'pl-PL',
    'dark',
    {
      wakeUp: 'Pobudka',
      days: 'Moje dni',
      none: 'Nie ma tu nic Twojego.',
      drive: 'jazdy',
      traffic: 'na korki',
      morning: 'na poranek',
      drop: 'Skreśl dzień',
      keep: 'Zostaw dzień',
      address: 'ul. Chełmska 21, 00-724 Warszawa',
    },
  ],
] as const)(
  'the pages that messages lead a member of the crew to, on a phone (%s, %s)',
  (language, scheme, words) => {
    beforeAll(async () => {
      await phone.stop()
      phone = await pickUpPhone({ language, scheme })
    }, 60_000)

    test('ask to sign in, and then show the day that the link led to', async () => {
      const [day] = days
      await phone.open(`${klaps.url}/days/${day!.dayId}`)
      await phone.shows('the form', `document.getElementById('sign-in')`)
      await fits()
      await keepPicture(`${language}-sign-in`)
      await signIn()
      await phone.shows('the wake-up', `document.querySelector('.wake time')`)
      expect(await text('.wake .label')).toBe(words.wakeUp)
      expect(await phone.see('location.pathname')).toBe(`/days/${day!.dayId}`)
      const { wakeUp, timeZone } = await ask(`/schedules/${day!.dayId}`)
      const clock = Temporal.Instant.from(wakeUp).toZonedDateTimeISO(timeZone).toPlainTime().toString()
      expect(await text('.wake time')).toBe(clock.slice(0, 5))
      expect(await phone.see(`document.querySelectorAll('ol.timeline li').length`)).toBeGreaterThan(4)
      const { route } = await ask(`/schedules/${day!.dayId}`)
      const shown = await phone.see<string>('document.body.innerText')
      const drive = Math.round(route.legs[1].driveMinutes)
      expect(shown, 'a leg says what its clock counts').toContain(
        `${drive} min ${words.drive} + ${route.buffers.trafficMinutes} min ${words.traffic}`,
      )
      expect(shown, 'and the day what is kept free beside it').toContain(
        `${route.buffers.morningRoutineMinutes} min ${words.morning}`,
      )
      await fits()
      await keepPicture(`${language}-day`)
      expect(phone.complaints).toEqual([])
    }, 120_000)

    test('show the next days, which lead on to each', async () => {
      await phone.open(`${klaps.url}/days`)
      await phone.shows('both days', `document.querySelectorAll('article').length === 2`)
      expect(await phone.see('document.title')).toBe(`Klaps: ${words.days}`)
      await fits()
      await keepPicture(`${language}-days`)
      await phone.tap('article a')
      await phone.shows(
        'the day',
        `location.pathname === '/days/${days[0]!.dayId}' && document.querySelector('.wake time')`,
      )
      expect(phone.complaints).toEqual([])
    }, 60_000)

    test('show the call sheet, with the page that it was read from', async () => {
      const { sources } = await ask(`/schedules/${days[0]!.dayId}`)
      await phone.open(`${klaps.url}/sheets/${sources[0].documentId}`)
      await phone.shows('the page', `document.querySelector('img.page')?.complete`)
      expect(await phone.see(`document.querySelector('[name=shootingDate]').value`)).toMatch(/^20\d\d-/)
      const { pages, sheet } = await ask(`/pdf/${sources[0].documentId}`)
      expect(await phone.see(`document.querySelectorAll('.sheet-page').length`), 'every page').toBe(pages)
      expect(await phone.see(`document.querySelector('[name=placeAddress]').value`)).toBe(
        sheet.locations[0].value.address,
      )
      const width = `document.querySelector('img.page').getBoundingClientRect().width`
      expect(await phone.see(width), 'fits the screen').toBeLessThanOrEqual(390)
      await phone.tap('.sheet-page')
      expect(await phone.see(width), 'is large enough to read once touched').toBeGreaterThan(800)
      await fits()
      await phone.tap('.sheet-page')
      await keepPicture(`${language}-sheet`)
      expect(phone.complaints).toEqual([])
    }, 60_000)

    test('ask whether a day is off that was deleted in the calendar, and do as they are told', async () => {
      const { dayId } = days[1]!
      await deleteInCalendar(dayId)
      await phone.open(`${klaps.url}/days/${dayId}`)
      await phone.shows('the question', `document.querySelector('.question')`)
      expect(await text('.question .mine')).toBe(words.drop)
      expect(await text('.question .revision')).toBe(words.keep)
      await fits()
      await keepPicture(`${language}-question`)
      await phone.tap('.question .revision')
      await phone.shows('that it is settled', `!document.querySelector('.question')`)
      expect((await ask(`/schedules/${dayId}`)).state).not.toBe('cancelled')
      expect(phone.complaints).toEqual([])
    }, 60_000)

    test('take the address that is right for the location, and the day follows', async () => {
      const { dayId } = days[1]!
      const { sources } = await ask(`/schedules/${dayId}`)
      await phone.open(`${klaps.url}/sheets/${sources[0].documentId}`)
      await phone.shows('the address', `document.querySelector('[name=placeAddress]')`)
      await phone.see(`void (document.querySelector('[name=placeAddress]').value = '${words.address}')`)
      await phone.tap('#save')
      await until(
        'the day to move',
        async () => (await ask(`/schedules/${dayId}`)).location.address === words.address,
      )
      expect(phone.complaints).toEqual([])
    }, 60_000)

    test("say of what is not there, and of another's, that there is nothing", async () => {
      for (const path of ['days', 'sheets', 'reminders', 'mailboxes', 'calendars']) {
        await phone.open(`${klaps.url}/${path}/${crypto.randomUUID()}`)
        await phone.shows(path, `document.getElementById('said').textContent === '${words.none}'`)
        expect(await phone.see(`document.getElementById('shown').children.length`)).toBe(0)
      }
      await phone.open(`${klaps.url}/days/..%2f..%2fevil`)
      await phone.shows('nothing', `document.getElementById('said').textContent === '${words.none}'`)
    }, 60_000)

    test('end the session when it is asked to, also where the page has been open for long', async () => {
      await phone.open(`${klaps.url}/days`)
      await phone.shows('the way out', `document.getElementById('sign-out')`)
      const { refreshToken } = JSON.parse(String(await phone.see(`localStorage.getItem('klaps.session')`)))
      // What the page sends first is too old, as after a quarter of an hour.
      await phone.see(`void (() => {
        const send = fetch
        let isFirst = true
        window.fetch = (url, options) => {
          const headers = isFirst ? { ...options.headers, authorization: 'Bearer old' } : options.headers
          isFirst = false
          return send(url, { ...options, headers })
        }
      })()`)
      await signOut()
      const again = await fetch(`${klaps.url}/api/v1/auth/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refreshToken }),
      })
      expect(again.status, 'the session is over for everybody').toBe(401)
      expect(await phone.see(`localStorage.getItem('klaps.session')`)).toBeNull()
      await phone.open(`${klaps.url}/days`)
      await phone.shows('the form', `document.getElementById('sign-in')`)
    }, 60_000)

    test('and the start page and the page of a booking fit as well', async () => {
      await phone.open(`${klaps.url}/`)
      await keepPicture(`${language}-start`)
      expect(await phone.see('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await phone.open(`${klaps.url}/bookings/${crypto.randomUUID()}`)
      await phone.shows('the form', `document.getElementById('sign-in')`)
      await fits()
      await keepPicture(`${language}-booking`)
    }, 60_000)
  },
)

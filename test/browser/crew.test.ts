import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Phone, pickUpPhone } from '../harness/phone.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder } from '../harness/scratch.ts'
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
  await rm(dir, { recursive: true, force: true })
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
  ['en-GB', 'light', { wakeUp: 'Wake up', days: 'My days', none: 'There is nothing here of yours.' }],
  ['pl-PL', 'dark', { wakeUp: 'Pobudka', days: 'Moje dni', none: 'Nie ma tu nic Twojego.' }],
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
      await fits()
      await keepPicture(`${language}-sheet`)
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

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawCallSheet, makeContent } from '../../../sandbox/callsheets/index.ts'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { credentials } from '../../../sandbox/world/world.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { openSale } from '../../../test/support/box-office.ts'
import { linkedChat, TelegramChat } from '../../../test/support/telegram-chat.ts'

let sandbox: Sandbox
let house: TestHouse

beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ env: sandbox.env })
}, 120_000)
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
}, 60_000)

const newChat = () => new TelegramChat(sandbox)
const linked = (person: Person) => linkedChat(sandbox, person)

describe('linking', () => {
  it('a stranger is told how, and gets nothing of anybody', async () => {
    const chat = newChat()
    chat.say('/tomorrow')
    expect((await chat.next()).text).toContain('Najpierw połącz')
  })

  it('works once, by a link of a quarter of an hour', async () => {
    const person = await house.person()
    const { body } = await person.post('/telegram/links', {})
    const code = new URL(body.url).searchParams.get('start')
    const [first, second] = [newChat(), newChat()]
    first.say(`/start ${code}`)
    expect((await first.next()).text).toContain('połączony')
    second.say(`/start ${code}`)
    expect((await second.next()).text).toContain('Ten odnośnik')
    const { body: links } = await person.get('/telegram/links')
    expect(links.items).toHaveLength(1)
    expect(links.items[0].state).toBe('linked')
  })

  it('ends from either side, at once', async () => {
    const person = await house.person()
    const chat = await linked(person)
    chat.say('/stop')
    expect((await chat.next()).text).toContain('nie jest już połączony')
    expect((await person.get('/telegram/links')).body.items).toEqual([])
    const again = await linked(person)
    const [link] = (await person.get('/telegram/links')).body.items
    const stranger = await house.person()
    expect((await stranger.delete(`/telegram/links/${link.id}`)).status).toBe(404)
    expect((await person.delete(`/telegram/links/${link.id}`)).status).toBe(204)
    again.say('/today')
    expect((await again.next()).text).toContain('Najpierw połącz')
  })

  it('keeps no code and no message in the clear', async () => {
    const person = await house.person()
    const chat = await linked(person)
    chat.say('tajne słowo')
    await chat.next()
    const kept = () =>
      house.rows<{ payload: string | null }>(
        'select payload from telegram.updates union all select payload from telegram.outgoing',
      )
    expect(JSON.stringify(await kept())).not.toContain('tajne')
    await until('nothing kept', async () => (await kept()).every(({ payload }) => payload === null))
  })
})

describe('days', () => {
  it('a call sheet that is sent as a PDF becomes a day, told in the chat and confirmed by a button', async () => {
    const person = await house.person()
    await person.patch('/config/settings', {
      home: { address: 'ul. Domaniewska 41, Warszawa' },
      language: 'pl',
    })
    const chat = await linked(person)
    const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 1 }).toString()
    const content = { ...makeContent(41, 'warsaw-pl'), date }
    const sheet = await drawCallSheet(content, 'polish-plan-dnia')
    sandbox.standIns.telegram.chats.sendFile(chat.id, 'plan dnia.pdf', sheet.pdf)
    expect((await chat.next()).text).toContain('Mam plan dnia.pdf')
    const told = await chat.next()
    expect(told.text).toContain('Pobudka o ')
    expect(told.text).toContain('Trasa')
    chat.press('Potwierdź')
    await chat.shows('Potwierdzone.')
    const { body } = await person.get(`/schedules?from=${date}&to=${date}`)
    expect(body.items[0].state).toBe('confirmed')
    chat.say('o której jutro wstaję?')
    const wakeUp = /Pobudka o (\d\d:\d\d)/u.exec(told.text)![1]!
    expect((await chat.next()).text).toContain(`Pobudka o ${wakeUp}`)
    for (const command of [
      '/today',
      '/tomorrow',
      '/week',
      '/wake',
      '/route',
      '/weather',
      '/schedule',
      '/mail',
      '/settings',
    ]) {
      chat.say(command)
      expect((await chat.next()).text, command).not.toMatch(/nie udało|Nie rozumiem/u)
    }
  }, 90_000)

  it('a file that is no PDF, or is one of something else, is answered', async () => {
    const chat = await linked(await house.person())
    sandbox.standIns.telegram.chats.sendFile(chat.id, 'a.docx', Buffer.from('PK'), 'application/msword')
    expect((await chat.next()).text).toContain('tylko pliki PDF')
    sandbox.standIns.telegram.chats.sendFile(chat.id, 'a.pdf', Buffer.from('no PDF at all'))
    expect((await chat.next()).text).toContain('tylko pliki PDF')
    sandbox.standIns.telegram.chats.sendFile(chat.id, 'b.pdf', Buffer.from('%PDF-1.7 and nothing more'))
    expect((await chat.next()).text).toContain('Mam b.pdf')
    expect((await chat.next()).text).toContain('jest uszkodzony')
  })

  it('somebody without the permission is told so', async () => {
    const chat = await linked(await house.person({ roles: ['customer'] }))
    chat.say('/tomorrow')
    expect((await chat.next()).text).toContain('nie ma do tego prawa')
  })
})

describe('reminders', () => {
  it('are offered for words that say when and what, made by a button, and come here when it is time', async () => {
    const person = await house.person()
    await person.patch('/config/settings', { timeZone: 'Europe/Warsaw', language: 'pl' })
    const chat = await linked(person)
    chat.say('jutro o 9 wyślij raport')
    expect((await chat.next()).text).toMatch(/Czy przypomnieć: wyślij raport, .*09:00/u)
    expect((await person.get('/reminders')).body.items).toEqual([])
    chat.press('Przypomnij')
    await chat.shows('Przypomnę: wyślij raport')
    chat.say('/reminders')
    expect((await chat.next()).text).toContain('wyślij raport')
    const [made] = (await person.get('/reminders')).body.items
    await house.travelTo(Temporal.Instant.from(made.nextAt).add({ seconds: 1 }))
    await until(
      'the reminder',
      async () => chat.fromBot().at(-1)!.text.includes('raport') && chat.fromBot().length === 4,
      20_000,
    )
    const rung = chat.fromBot().at(-1)!
    expect(rung.text.match(/Przypomnienie: wyślij raport/gu)).toHaveLength(1)
    chat.press('za 10 minut')
    await chat.shows(/^Przypomnę: wyślij raport, .*, 09:10\./u)
    await house.travelTo(Temporal.Instant.from(made.nextAt).add({ minutes: 10, seconds: 5 }))
    await until('it again', async () => chat.fromBot().at(-1)!.text.includes('Przypomnienie:'), 20_000)
  }, 60_000)
})

describe('reminders in the list', () => {
  it('say that they come again, and one that has not rung is put off from its own time', async () => {
    const person = await house.person()
    await person.patch('/config/settings', { timeZone: 'Europe/Warsaw', language: 'pl' })
    const chat = await linked(person)
    chat.say('/remind w dni robocze o 8 stand-up')
    expect((await chat.next()).text).toMatch(/, 08:00, co tydzień: pon\., wt\., śr\., czw\., pt\./u)
    chat.say('/remind pojutrze o 9 raport')
    await chat.next()
    chat.say('/reminders')
    const list = await chat.next()
    expect(list.text).toContain('co tydzień')
    const putOff = list.buttons.flat().filter(({ text }) => text.includes('później'))
    expect(putOff).toHaveLength(1)
    chat.press(putOff[0]!.text)
    await chat.shows(/^Przypomnę: raport, .*, 09:10\./u)
  }, 60_000)
})

describe('reminders before an event', () => {
  it('ask which one is meant where several have the name, and go with the one whose button is pressed', async () => {
    const person = await house.person()
    await person.patch('/config/settings', { timeZone: 'Europe/Warsaw', language: 'pl' })
    const chat = await linked(person)
    const start = house.house.clock.now().add({ hours: 30 }).round('minute')
    const at = async (title: string, hours: number) => {
      const [from, to] = [start.add({ hours }), start.add({ hours: hours + 1 })].map(String)
      const event = { title, start: from, end: to, timeZone: 'Europe/Warsaw' }
      return (await person.post('/calendar/events', event)).body.id as string
    }
    await at('Próba generalna', 0)
    const second = await at('Próba światła', 24)
    chat.say('weź kartę 15 minut przed próbą')
    const question = await chat.next()
    expect(question.text).toBe('O które chodzi?')
    expect(question.buttons.flat().map(({ text }) => text.split(',')[0])).toEqual([
      'Próba generalna',
      'Próba światła',
      'Anuluj',
    ])
    chat.press(`before:${second}`)
    await chat.shows('Przypomnę: weź kartę')
    const { items } = (await person.get('/reminders')).body
    expect(items).toMatchObject([{ text: 'weź kartę', eventId: second, minutesBefore: 15 }])
    chat.say('15 minut przed próbą generalną')
    expect((await chat.next()).text).toMatch(/^Czy przypomnieć 15 minut przed: Próba generalna, /u)
    chat.say('/remind 15 minut przed operą')
    expect((await chat.next()).text).toContain('Nie znajduję')
  })
})

describe('a webhook', () => {
  it('takes what has our secret, and each update once', async () => {
    const chat = newChat()
    const update = {
      update_id: 9_000_001,
      message: {
        // The ids of messages of all chats are one row: one that is far ahead would hide what is in doubt.
        message_id: 1,
        date: 0,
        chat: { id: chat.id, type: 'private' },
        from: { id: chat.id, is_bot: false, first_name: 'Ola', language_code: 'en' },
        text: '/help',
      },
    }
    const secret = createHmac('sha256', credentials.telegramToken).update('klaps webhook').digest('base64url')
    const bring = (token: string) =>
      fetch(`${house.url}/api/v1/telegram/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': token },
        body: JSON.stringify(update),
      })
    expect((await bring('wrong')).status).toBe(403)
    expect((await bring(secret)).status).toBe(200)
    expect((await bring(secret)).status).toBe(200)
    expect((await chat.next()).text).toContain('This is what I understand')
    const done = await house.rows('select from telegram.outgoing where chat_id = $1', [chat.id])
    expect(done).toHaveLength(1)
  })
})

describe('the cinema', () => {
  it('sells two seats from the movie to the tickets', async () => {
    const office = await house.person({ roles: ['admin'] })
    await openSale(office, { grid: 'ssssss\nssssss\nvvvvvv' })
    const chat = await linked(await house.person({ roles: ['customer'] }))
    chat.say('/book')
    const movies = await chat.next()
    chat.press(movies.buttons[0]![0]!.callback_data!)
    const dates = await chat.shows('Który dzień')
    chat.press(dates.buttons[0]![0]!.callback_data!)
    const times = await chat.shows('o której?')
    chat.press(times.buttons[0]![0]!.callback_data!)
    await chat.shows('Ile miejsc?')
    chat.press('count:2')
    const priced = await chat.shows(/Jaki bilet|Najlepsze wolne/u)
    if (priced.text.includes('Jaki bilet')) chat.press(priced.buttons[0]![0]!.callback_data!)
    await chat.shows('Najlepsze wolne miejsca')
    chat.press('hold')
    expect((await chat.shows('Zarezerwowane')).text).toContain('minut')
    chat.press('pay-test')
    await chat.shows('Zapłacone')
    const tickets = await until(
      'the tickets',
      async () => chat.fromBot().find((message) => message.file),
      20_000,
    )
    expect(tickets.file!.name).toMatch(/\.pdf$/u)
    await until('an end of the countdown', async () => {
      const waiting = await house.rows('select from telegram.outgoing where ended_at is null')
      return waiting.length === 0
    })
  }, 60_000)
})

const sending = `/bot${credentials.telegramToken}/sendMessage`

describe('what Telegram refuses', () => {
  it('a person who stopped the bot gets nothing more until they write again', async () => {
    const person = await house.person()
    const chat = await linked(person)
    sandbox.standIns.telegram.chats.block(chat.id, true)
    await until(
      'the block',
      async () => (await person.get('/telegram/links')).body.items[0]?.state === 'blocked',
    )
    sandbox.standIns.telegram.chats.block(chat.id, false)
    chat.say('/help')
    await chat.next()
    expect((await person.get('/telegram/links')).body.items[0].state).toBe('linked')
  })

  it('a message that came while it had no time is sent when it has', async () => {
    const chat = await linked(await house.person())
    sandbox.faults.set('telegram', { kind: 'status', status: 429, times: 2 }, { path: sending })
    chat.say('/help')
    expect((await chat.next()).text).toContain('Oto, co rozumiem')
    expect(chat.fromBot()).toHaveLength(2)
  })

  it('a message whose answer was lost is found, and not sent again', async () => {
    const chat = await linked(await house.person())
    sandbox.faults.set('telegram', { kind: 'drop-after-effect', times: 1 }, { path: sending })
    chat.say('/help')
    await until(
      'the end',
      async () => {
        const open = await house.rows(
          'select from telegram.outgoing where chat_id = $1 and ended_at is null',
          [chat.id],
        )
        return open.length === 0 && chat.fromBot().length > 1
      },
      30_000,
    )
    expect(chat.fromBot()).toHaveLength(2)
  }, 60_000)
})

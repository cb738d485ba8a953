import { expect, it } from 'vitest'
import { crewPaths } from '../../pages/crew.ts'
import { linkTo } from './links.ts'
import { render, said } from './templates/draft.ts'

const publicUrl = 'https://klaps.example'
const frame = { language: 'pl', footer: '', mark: null } as const

it.each([
  ['day', '/days/:id'],
  ['document', '/sheets/:id'],
  ['reminder', '/reminders/:id'],
  ['mailbox', '/mailboxes/:id'],
  ['calendar', '/calendars/:id'],
] as const)('a message about a %s leads to a page that there is', (noun, path) => {
  const id = crypto.randomUUID()
  expect(crewPaths).toContain(path)
  expect(linkTo(`${noun}:${id}`, { publicUrl, language: 'en' })?.url).toBe(
    publicUrl + path.replace(':id', id),
  )
})

it('a subject that has no page leads nowhere, and none leads out of the house', () => {
  const language = 'en'
  expect(linkTo('run:1', { publicUrl, language })).toBeNull()
  expect(linkTo('constructor:1', { publicUrl, language })).toBeNull()
  expect(linkTo(null, { publicUrl, language })).toBeNull()
  expect(linkTo('day:../../evil?x#y', { publicUrl, language })?.url).toBe(
    `${publicUrl}/days/..%2F..%2Fevil%3Fx%23y`,
  )
})

it('the way stands at the end of text and page, unless the message has its own', () => {
  const link = linkTo('day:1', { publicUrl, language: 'pl' })
  const content = render(said('Zmiana', 'Pobudka o 4:40.'), { ...frame, link })
  expect(content.text).toBe('Pobudka o 4:40.\n\nZobacz dzień: https://klaps.example/days/1')
  expect(content.html).toContain('<a href="https://klaps.example/days/1">Zobacz dzień</a>')
  expect(content.url).toBe('https://klaps.example/days/1')
  const own = { label: 'Bilety', url: 'https://klaps.example/tickets#1.2' }
  const ticket = { title: 'T', short: 'T', sections: [{ heading: null, lines: ['T'], links: [own] }] }
  expect(render(ticket, { ...frame, link })).toMatchObject({ url: own.url, text: `T\nBilety: ${own.url}` })
})

import { isWrapped } from '../layout/cells.ts'
import { type Phrase, wholePhrase } from '../layout/model.ts'
import { above, below, leftOf, rightOf } from '../layout/neighbours.ts'
import { cellText, type TableRow } from '../layout/tables.ts'
import { type ColumnKey, departmentWords, roleWords } from '../lexicon/index.ts'
import { addressLikeness } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { findEmails, findPhones } from '../normalise/phones.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { leadingTime } from '../normalise/times.ts'
import type { Call, Contact, Field } from '../types.ts'
import { findDates } from './dates.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import { isPerson } from './person.ts'
import { columnOf, type Reading, type SheetTable } from './reading.ts'
import type { Uncalled } from './rows.ts'

export interface CrewRead {
  calls: Field<Call>[]
  uncalled: Uncalled[]
  contacts: Field<Contact>[]
}

/** Calls and contacts from the crew's tables, then contacts from lines with a telephone number. */
export function readCrew(reading: Reading, advance: ReadonlySet<Phrase>): CrewRead {
  const calls: Field<Call>[] = []
  const uncalled: Uncalled[] = []
  const contacts: Field<Contact>[] = []
  for (const table of reading.tables) {
    if (table.header.kind !== 'crew' || table.header.cells.some((cell) => advance.has(cell.phrase))) continue
    let department: string | null = null
    for (const row of table.rows) {
      const person = personOf(table, row, department, reading.country)
      if (person.heads) department = person.department
      if (person.call !== null) calls.push(person.call)
      if (person.uncalled !== null) uncalled.push(person.uncalled)
      if (person.contact !== null) contacts.push(person.contact)
    }
  }
  contacts.push(...contactsOfLines(reading, advance))
  return { calls, uncalled, contacts: eachOnce(contacts) }
}

interface Person {
  /** A department's own row: the people under it are its. */
  heads: boolean
  department: string | null
  call: Field<Call> | null
  uncalled: Uncalled | null
  contact: Field<Contact> | null
}

function personOf(table: SheetTable, row: TableRow, under: string | null, country: string): Person {
  const at = (key: ColumnKey): string | null => {
    const text = trimmed(columnText(table, row, key))
    return text === '' || isBlank(text) ? null : text
  }
  const words = row.cells.flat()
  // A first column under another heading (`Contacts`) says who they are.
  const unnamed = table.header.columns[0] === null && !table.header.columns.includes('role')
  const firstCell = unnamed ? trimmed(cellText(row.cells[0] ?? [])) : ''
  const role = at('role') ?? (firstCell === '' ? null : firstCell)
  const who = whoOf(role, at('name'), at('department'), under, words.map((word) => word.text).join(' '))
  const time = leadingTime(at('call') ?? at('time') ?? '')
  const phoneText = at('phone')
  const phone = phoneText === null ? null : (findPhones(phoneText, country)[0]?.phone ?? phoneText)
  const email = findEmails(at('email') ?? phoneText ?? '')[0]?.email ?? null
  const known = who.name !== null || who.role !== null || who.department !== null
  const call =
    time !== null && known
      ? { name: who.name, role: who.role, department: who.department, time: time.time }
      : null
  // A cell that is left empty may be the department's; one that says there is none is their own.
  const isUncalled =
    time === null && isBlank(columnText(table, row, 'call')) && columnText(table, row, 'call') !== ''
  const contact =
    (phone !== null || email !== null) && known
      ? { role: who.role ?? who.department, name: who.name, phone, email }
      : null
  return {
    heads: who.heads,
    department: who.department,
    call: call && fieldOfWords(call, 0.93, row.page, words),
    uncalled: isUncalled && who.name !== null ? { name: who.name, role: who.role } : null,
    contact: contact && fieldOfWords(contact, contactConfidence(contact), row.page, words),
  }
}

function columnText(table: SheetTable, row: TableRow, key: ColumnKey): string {
  const index = columnOf(table, key)
  return index < 0 ? '' : cellText(row.cells[index] ?? [])
}

/** A number whose country is not known cannot be rung from a telephone as it stands; a row without a person is half read. */
function contactConfidence({ name, phone }: Contact): number {
  const isComplete = phone === null || phone.startsWith('+')
  return 0.93 * (isComplete ? 1 : 0.9) * (name === null ? 0.85 : 1)
}

interface Who {
  role: string | null
  name: string | null
  department: string | null
  heads: boolean
}

/** `KAMERA` is a department; `Focus puller - Jan Kowalski` under it is one of its people. */
function whoOf(
  role: string | null,
  name: string | null,
  department: string | null,
  under: string | null,
  row: string,
): Who {
  if (role === null && department !== null && name === null) {
    const [first, second, ...more] = department.split(/\s+[-–—]\s+|:\s+/u)
    if (
      first !== undefined &&
      second !== undefined &&
      more.length === 0 &&
      departmentWords.whole(department) === undefined
    ) {
      return { role: first, name: second, department: under, heads: false }
    }
    return { role: null, name: null, department, heads: true }
  }
  // A row with nothing but a department's name heads the people under it.
  const alone = [role, name].filter((text) => text !== null)
  if (
    alone.length === 1 &&
    department === null &&
    alone[0] === row &&
    departmentWords.whole(row) !== undefined
  ) {
    return { role: null, name: null, department: row, heads: true }
  }
  if (role === null && name !== null && departmentWords.whole(name) !== undefined)
    return { role: null, name: null, department: name, heads: true }
  return { role, name, department: department ?? under, heads: false }
}

/** A line outside of any table with a number to ring: `Kierownik planu: Jan Kowalski, 600 100 200`. */
function contactsOfLines(reading: Reading, advance: ReadonlySet<Phrase>): Field<Contact>[] {
  return reading.layout.pages.flatMap((page) =>
    page.rows.flatMap((row) =>
      row.phrases.flatMap((phrase) => {
        if (advance.has(phrase) || reading.isTaken(phrase)) return []
        if (findDates(phrase.text).length > 0) return []
        return contactsIn(phrase, reading)
      }),
    ),
  )
}

/** Each number of a line is of who is named between it and the number before. */
function contactsIn(phrase: Phrase, reading: Reading): Field<Contact>[] {
  const rest = restOfNumber(phrase)
  const text = rest === undefined ? phrase.text : `${phrase.text} ${rest.text}`
  const phones = findPhones(text, reading.country).filter(({ phone }) => phone.startsWith('+'))
  const emails = findEmails(text)
  const isOnly = phones.length === 1 && emails.length === 0
  return phones.flatMap((phone, index) => {
    const previous = phones[index - 1]
    const from = previous === undefined ? 0 : previous.index + previous.length
    const to = phones[index + 1]?.index ?? Infinity
    const email =
      emails.find((it) => it.index >= from && it.index < to) ?? (isOnly ? emailBeside(phrase) : undefined)
    const before = text.slice(from, Math.min(phone.index, email?.index ?? Infinity))
    if (addressLikeness(before) >= 0.4) return []
    const who =
      splitRole(previous === undefined ? before : trimmed(before)) ??
      (index === 0 ? besideNumber(phrase, reading) : null)
    if (who === null || isRestOfAddress(phrase, who.name)) return []
    const isAlone =
      index === 0 && who.role === null && who.name !== null && phones.length === 1 && isPerson(who.name)
    const role = isAlone ? roleOver(phrase) : who.role
    const contact = { ...who, role, phone: phone.phone, email: email?.email ?? null }
    const spans = [phrase, ...(rest === undefined ? [] : [rest])].map(wholePhrase)
    return [fieldOf(contact, 0.75, spans)]
  })
}

/** `Lyon (04 65 71 10 25)` under the street: the town of the address goes on in its second line. */
function isRestOfAddress(phrase: Phrase, name: string | null): boolean {
  const over = above(phrase, 0.8)
  return name !== null && !name.includes(' ') && over !== undefined && addressLikeness(over.text) >= 0.4
}

/** `600 000 108 | aitana@example.com`: how else to reach them stands in the next cell. */
function emailBeside(phrase: Phrase): ReturnType<typeof findEmails>[number] | undefined {
  const beside = rightOf(phrase)
  const [email, ...more] = beside === undefined ? [] : findEmails(beside.text)
  const isAlone = email !== undefined && more.length === 0 && beside?.words.length === 1
  return isAlone ? { ...email, index: Infinity } : undefined
}

/** The last figures of a number that the width of its cell broke. */
function restOfNumber(phrase: Phrase): Phrase | undefined {
  const rest = below(phrase, 0.6)
  const isRest = rest !== undefined && /\d$/u.test(phrase.text) && /^\d[\d ]{1,9}$/u.test(rest.text)
  return isRest && isWrapped(phrase, rest) ? rest : undefined
}

/** Who a number alone in its cell belongs to: left of it (name, and role before), else over it. */
function besideNumber(phrase: Phrase, reading: Reading): { role: string | null; name: string | null } | null {
  const name = leftOf(phrase)
  const over = phrase.page.rows
    .slice(Math.max(0, phrase.row.index - 2), phrase.row.index)
    .flatMap((row) => row.phrases)
    .findLast((it) => Math.abs(it.left - phrase.left) < 3 && phrase.top - it.bottom < phrase.size)
  if (over !== undefined && /\p{L}: \p{Lu}/u.test(over.text)) return splitRole(over.text)
  if (over !== undefined && isPerson(over.text) && !reading.isTaken(over))
    return { role: roleOver(over), name: trimmed(over.text) }
  if (name === undefined || reading.isTaken(name)) return null
  const role = leftOf(name)
  const both = splitRole(name.text)
  if (both === null || both.role !== null || role === undefined || /\d{2}/u.test(role.text)) return both
  return { role: trimmed(role.text), name: trimmed(name.text) }
}

/** The line over a name, in a card of what somebody does, who they are and how to reach them. */
function roleOver(name: Phrase): string | null {
  const role = above(name, 0.8)
  if (role === undefined || Math.abs(role.left - name.left) > 2 || /\d{2}|@/u.test(role.text)) return null
  const isWork =
    roleWords.match(foldedWords(role.text)) !== undefined || departmentWords.whole(role.text) !== undefined
  return isWork || (role.bold !== name.bold && role.words.length <= 5) ? trimmed(role.text) : null
}

function splitRole(printed: string): { role: string | null; name: string | null } | null {
  const text = trimmed(
    printed
      .replace(/\b(?:tel|telefon|phone|mobile|mob|cell|m|t)\b\.?:?\s*$/iu, '')
      .replace(/^\s*[-–•*]\s+/u, '')
      .replace(/\s\/\s*$/u, ''),
  )
  if (text === '' || text.length > 90 || /\d{2}/u.test(text)) return null
  const { person, work } = /^(?<person>[^()]+?)\s*\((?<work>[^()]+)\)$/u.exec(text)?.groups ?? {}
  if (person !== undefined && work !== undefined && isPerson(person))
    return { role: trimmed(work), name: person }
  const [role = '', name] = text.split(/:\s*|\s+[-–—/]\s+|,\s+/u)
  if (name === undefined || name === '') return { role: null, name: role }
  return { role: trimmed(role), name: trimmed(name) }
}

function eachOnce(contacts: readonly Field<Contact>[]): Field<Contact>[] {
  const seen = new Set<string>()
  return contacts.filter(({ value }) => {
    const key = `${value.name ?? value.role}|${value.phone}|${value.email}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

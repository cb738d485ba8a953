import { bodyStructure, envelope, fieldOf, parseEntity, section } from './imap-message.ts'
import { ImapSyntaxError, numbersIn, type Token } from './imap-syntax.ts'
import type { Mail } from './mailbox.ts'

const macros: Record<string, string[]> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
}

/** The data items of one FETCH answer as they go over the wire (latin1), and whether reading them marks the mail. */
export function fetchItems(mail: Mail, items: string[]): { text: string; marksSeen: boolean } {
  const source = mail.raw.toString('latin1')
  const entity = parseEntity(source)
  let marksSeen = false
  const parts = items
    .flatMap((item) => macros[item.toUpperCase()] ?? [item])
    .map((item) => {
      const name = item.toUpperCase()
      switch (name) {
        case 'UID':
          return `UID ${mail.uid}`
        case 'FLAGS':
          return `FLAGS (${mail.flags.join(' ')})`
        case 'INTERNALDATE':
          return `INTERNALDATE "${internalDate(mail.receivedAtMs)}"`
        case 'RFC822.SIZE':
          return `RFC822.SIZE ${mail.raw.length}`
        case 'ENVELOPE':
          return `ENVELOPE ${envelope(entity)}`
        case 'BODY':
        case 'BODYSTRUCTURE':
          return `${name} ${bodyStructure(entity)}`
        case 'RFC822':
          marksSeen = true
          return `RFC822 ${literal(source)}`
        case 'RFC822.HEADER':
          return `RFC822.HEADER ${literal(entity.header)}`
        default: {
          const [, peek, wanted = '', from, count] =
            /^BODY(\.PEEK)?\[(.*)\](?:<(\d+)\.(\d+)>)?$/i.exec(item) ?? []
          if (!/^BODY/i.test(item)) throw new ImapSyntaxError(`Unknown data item ${item.slice(0, 50)}`)
          if (!peek) marksSeen = true
          const bytes = section(entity, source, wanted)
          const partial =
            from === undefined ? bytes : bytes?.slice(Number(from), Number(from) + Number(count))
          const shown = `BODY[${wanted}]${from === undefined ? '' : `<${from}>`}`
          return `${shown} ${partial === undefined ? 'NIL' : literal(partial)}`
        }
      }
    })
  return { text: parts.join(' '), marksSeen }
}

function literal(bytes: string): string {
  return `{${bytes.length}}\r\n${bytes}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function internalDate(epochMs: number): string {
  const utc = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO('UTC')
  const time = utc.toPlainTime().toString({ smallestUnit: 'second' })
  return `${String(utc.day).padStart(2, '0')}-${months[utc.month - 1]}-${utc.year} ${time} +0000`
}

type Test = (mail: Mail) => boolean

/** Mails that satisfy every search key (RFC 3501 section 6.4.4); keys we do not know are refused. */
export function searchMails(known: readonly Mail[], keys: Token[]): Mail[] {
  const queue = keys[0] === 'CHARSET' ? keys.slice(2) : [...keys]
  const tests: Test[] = []
  while (queue.length > 0) tests.push(nextTest(queue, known))
  return known.filter((mail) => tests.every((test) => test(mail)))
}

function nextTest(queue: Token[], known: readonly Mail[]): Test {
  const key = queue.shift()
  if (Array.isArray(key)) {
    const inner = new Set(searchMails(known, key))
    return (mail) => inner.has(mail)
  }
  const name = (key ?? '').toUpperCase()
  const flagTest = flagTestOf(name)
  if (flagTest) return flagTest
  switch (name) {
    case 'NOT': {
      const test = nextTest(queue, known)
      return (mail) => !test(mail)
    }
    case 'OR': {
      const [one, other] = [nextTest(queue, known), nextTest(queue, known)]
      return (mail) => one(mail) || other(mail)
    }
    case 'UID': {
      const uids = numbersIn(
        textIn(queue),
        known.map((mail) => mail.uid),
      )
      return (mail) => uids.has(mail.uid)
    }
    case 'SINCE':
    case 'BEFORE':
    case 'ON':
    case 'SENTSINCE':
    case 'SENTBEFORE':
      return dateTest(name, textIn(queue))
    case 'HEADER':
      return headerTest(textIn(queue), textIn(queue))
    case 'FROM':
    case 'TO':
    case 'CC':
    case 'SUBJECT':
      return headerTest(name, textIn(queue))
    case 'LARGER':
    case 'SMALLER': {
      const size = Number(textIn(queue))
      return (mail) => (name === 'LARGER' ? mail.raw.length > size : mail.raw.length < size)
    }
    case 'TEXT':
    case 'BODY': {
      const text = textIn(queue).toLowerCase()
      return (mail) => mail.raw.toString('latin1').toLowerCase().includes(text)
    }
    default: {
      const numbers = numbersIn(
        name,
        known.map((_mail, index) => index + 1),
      )
      return (mail) => numbers.has(known.indexOf(mail) + 1)
    }
  }
}

function flagTestOf(name: string): Test | undefined {
  if (name === 'ALL') return () => true
  if (name === 'NEW' || name === 'RECENT') return () => false
  const [, not, flag] = /^(UN)?(SEEN|ANSWERED|FLAGGED|DELETED|DRAFT)$/.exec(name) ?? []
  return flag
    ? (mail) => mail.flags.some((one) => one.toUpperCase() === `\\${flag}`) !== Boolean(not)
    : undefined
}

function dateTest(name: string, text: string): Test {
  const [, day, month = '', year] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text) ?? []
  const index = months.findIndex((one) => one.toLowerCase() === month.toLowerCase())
  if (index < 0) throw new ImapSyntaxError('Bad date')
  const wanted = new Temporal.PlainDate(Number(year), index + 1, Number(day))
  return (mail) => {
    const date = Temporal.Instant.fromEpochMilliseconds(mail.receivedAtMs)
      .toZonedDateTimeISO('UTC')
      .toPlainDate()
    const order = Temporal.PlainDate.compare(date, wanted)
    if (name.endsWith('SINCE')) return order >= 0
    return name === 'ON' ? order === 0 : order < 0
  }
}

function headerTest(name: string, text: string): Test {
  const wanted = text.toLowerCase()
  return (mail) => {
    const { fields } = parseEntity(mail.raw.toString('latin1'))
    return (fieldOf(fields, name.toLowerCase()) ?? '').toLowerCase().includes(wanted)
  }
}

function textIn(queue: Token[]): string {
  const token = queue.shift()
  if (typeof token !== 'string') throw new ImapSyntaxError('Search key without its argument')
  return token
}

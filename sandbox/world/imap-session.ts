import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchItems, searchMails } from './imap-fetch.ts'
import { CommandReader } from './imap-reader.ts'
import { type Command, ImapSyntaxError, numbersIn, parseCommand, type Token } from './imap-syntax.ts'
import type { Account, Mail, Mailbox } from './mailbox.ts'
import type { World } from './world.ts'

const capabilities = 'IMAP4rev1 IDLE ID NAMESPACE UNSELECT SASL-IR LITERAL+ AUTH=PLAIN'
const flagNames = '\\Answered \\Flagged \\Deleted \\Seen \\Draft'
type Answer = { ok: string } | { no: string } | { bad: string }

/** One connection: state, commands, answers. */
export class ImapSession {
  readonly #world: World
  readonly #mailbox: Mailbox
  readonly #socket: Socket
  readonly #reader = new CommandReader(() => this.#write('+ Ready for literal'))
  #account: Account | undefined
  /** The selected mailbox as the client knows it; what arrives is added when the protocol lets us say so. */
  #known: Mail[] | undefined
  #idleTag: string | undefined
  #awaitsCredentials: string | undefined
  #queue: Promise<void> = Promise.resolve()
  readonly #unsubscribe: () => void

  constructor(world: World, mailbox: Mailbox, socket: Socket) {
    this.#world = world
    this.#mailbox = mailbox
    this.#socket = socket
    this.#unsubscribe = mailbox.subscribe(() => {
      if (this.#idleTag) this.#announceNew()
    })
    this.#write(`* OK [CAPABILITY ${capabilities}] Klaps sandbox IMAP ready`)
  }

  end(): void {
    this.#unsubscribe()
  }

  /** @param text bytes as latin1. */
  receive(text: string): void {
    const commands = this.#reader.add(text)
    if (!commands) {
      this.#write('* BYE Command too long')
      this.#socket.destroy()
      return
    }
    for (const command of commands) {
      this.#queue = this.#queue
        .then(() => this.#takeLine(command))
        .catch(() => {
          this.#socket.destroy()
        })
    }
  }

  async #takeLine(line: string): Promise<void> {
    if (this.#idleTag) {
      if (line.toUpperCase() === 'DONE') this.#write(`${this.#idleTag} OK IDLE ended`)
      this.#idleTag = undefined
      return
    }
    if (this.#awaitsCredentials) {
      const tag = this.#awaitsCredentials
      this.#awaitsCredentials = undefined
      this.#finish(tag, this.#authenticate(line))
      return
    }
    try {
      await this.#run(parseCommand(line))
    } catch (error) {
      if (!(error instanceof ImapSyntaxError)) throw error
      this.#write(`${line.split(' ', 1)[0] || '*'} BAD ${error.message}`)
    }
  }

  async #run(command: Command): Promise<void> {
    const started = performance.now()
    const at = this.#world.clock.now().toString()
    const isSignIn = command.name === 'LOGIN' || command.name === 'AUTHENTICATE'
    const request = { path: `/${command.name}`, method: command.name }
    const fault = this.#world.faults.take('imap', request, ({ kind }) => isSignIn || kind !== 'unauthorized')
    const record = (status: number | null) => {
      const durationMs = Math.round(performance.now() - started)
      this.#world.journal.record({
        standIn: 'imap',
        method: command.name,
        path: '/',
        at,
        status,
        durationMs,
        fault: fault?.kind,
      })
    }
    if (fault?.kind === 'slow')
      await sleep(fault.ms, undefined, { signal: this.#world.stopping }).catch(() => {})
    if (fault?.kind === 'timeout') return record(null)
    if (fault?.kind === 'malformed') this.#write('* 1 FETCH (UID')
    if (fault?.kind === 'drop' || fault?.kind === 'malformed') {
      this.#socket.destroy()
      return record(null)
    }
    if (fault?.kind === 'unauthorized')
      this.#finish(command.tag, { no: '[AUTHENTICATIONFAILED] Invalid credentials' })
    else if (fault?.kind === 'status' || fault?.kind === 'pace')
      this.#finish(command.tag, { no: '[UNAVAILABLE] Try again later' })
    else this.#dispatch(command)
    this.#world.store.flush()
    if (fault?.kind === 'drop-after-effect') this.#socket.destroy()
    record(200)
  }

  #dispatch(command: Command): void {
    const { tag, name, args } = command
    switch (name) {
      case 'CAPABILITY':
        this.#write(`* CAPABILITY ${capabilities}`)
        return this.#finish(tag, { ok: 'CAPABILITY completed' })
      case 'ID':
        this.#write('* ID ("name" "klaps-sandbox")')
        return this.#finish(tag, { ok: 'ID completed' })
      case 'NOOP':
      case 'CHECK':
        this.#announceNew()
        return this.#finish(tag, { ok: `${name} completed` })
      case 'LOGOUT':
        this.#write('* BYE Until next time')
        this.#finish(tag, { ok: 'LOGOUT completed' })
        this.#socket.end()
        return
      case 'LOGIN':
        return this.#finish(tag, this.#signIn(textOf(args[0]), textOf(args[1])))
      case 'AUTHENTICATE':
        return this.#startAuthenticate(tag, args)
      default:
        return this.#account ? this.#dispatchSignedIn(command) : this.#finish(tag, { bad: 'Sign in first' })
    }
  }

  #dispatchSignedIn({ tag, name, args }: Command): void {
    switch (name) {
      case 'NAMESPACE':
        this.#write('* NAMESPACE (("" "/")) NIL NIL')
        return this.#finish(tag, { ok: 'NAMESPACE completed' })
      case 'LIST':
      case 'LSUB':
        this.#list(name, textOf(args[1]))
        return this.#finish(tag, { ok: `${name} completed` })
      case 'STATUS':
        return this.#finish(tag, this.#status(textOf(args[0]), args[1]))
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        return this.#finish(tag, { ok: `${name} completed` })
      case 'SELECT':
      case 'EXAMINE':
        return this.#finish(tag, this.#select(textOf(args[0]), name === 'EXAMINE'))
      default:
        if (!this.#known) return this.#finish(tag, { bad: 'Select a mailbox first' })
        return this.#dispatchSelected({ tag, name, args }, this.#known)
    }
  }

  #dispatchSelected({ tag, name, args }: Command, known: Mail[]): void {
    switch (name) {
      case 'IDLE':
        this.#write('+ idling')
        this.#idleTag = tag
        return this.#announceNew()
      case 'CLOSE':
      case 'UNSELECT':
        this.#known = undefined
        return this.#finish(tag, { ok: `${name} completed` })
      case 'SEARCH':
      case 'UID SEARCH': {
        this.#announceNew()
        const found = searchMails(known, args).map((mail) =>
          name === 'SEARCH' ? known.indexOf(mail) + 1 : mail.uid,
        )
        this.#write(`* SEARCH${found.map((number) => ` ${number}`).join('')}`)
        return this.#finish(tag, { ok: `${name} completed` })
      }
      case 'FETCH':
      case 'UID FETCH':
        this.#fetch(known, args, name === 'UID FETCH')
        return this.#finish(tag, { ok: `${name} completed` })
      case 'STORE':
      case 'UID STORE':
        this.#storeFlags(known, args, name === 'UID STORE')
        return this.#finish(tag, { ok: `${name} completed` })
      default:
        return this.#finish(tag, { bad: `Unknown command ${name}` })
    }
  }

  #startAuthenticate(tag: string, [mechanism, initial]: Token[]): void {
    if (textOf(mechanism).toUpperCase() !== 'PLAIN')
      return this.#finish(tag, { no: 'Only PLAIN is known here' })
    if (typeof initial === 'string') return this.#finish(tag, this.#authenticate(initial))
    this.#awaitsCredentials = tag
    this.#write('+ ')
  }

  #authenticate(base64: string): Answer {
    if (base64 === '*') return { bad: 'Cancelled' }
    const [, user = '', password = ''] = Buffer.from(base64, 'base64').toString('utf8').split('\0')
    return this.#signIn(user, password)
  }

  #signIn(user: string, password: string): Answer {
    const account = this.#mailbox.account(user)
    if (account?.password !== password) return { no: '[AUTHENTICATIONFAILED] Invalid credentials' }
    this.#account = account
    return { ok: `[CAPABILITY ${capabilities}] Signed in` }
  }

  #list(name: string, pattern: string): void {
    if (pattern === '') this.#write(`* ${name} (\\Noselect) "/" ""`)
    else if (/^(?:[*%]|inbox\*?)$/i.test(pattern)) this.#write(`* ${name} (\\HasNoChildren) "/" INBOX`)
  }

  #status(box: string, items: Token | undefined): Answer {
    if (box.toUpperCase() !== 'INBOX') return { no: '[NONEXISTENT] No such mailbox' }
    const mails = this.#mails()
    const values: Record<string, number> = {
      MESSAGES: mails.length,
      RECENT: 0,
      UNSEEN: mails.filter((mail) => !mail.flags.includes('\\Seen')).length,
      UIDNEXT: this.#mailbox.nextUid,
      UIDVALIDITY: this.#mailbox.uidValidity,
    }
    const names = Array.isArray(items) ? items.map((item) => textOf(item).toUpperCase()) : []
    this.#write(
      `* STATUS INBOX (${names
        .filter((name) => name in values)
        .map((name) => `${name} ${values[name]}`)
        .join(' ')})`,
    )
    return { ok: 'STATUS completed' }
  }

  #select(box: string, isReadOnly: boolean): Answer {
    if (box.toUpperCase() !== 'INBOX') return { no: '[NONEXISTENT] No such mailbox' }
    this.#known = [...this.#mails()]
    this.#write(`* FLAGS (${flagNames})`)
    this.#write(`* OK [PERMANENTFLAGS (${isReadOnly ? '' : flagNames})] Flags`)
    this.#write(`* ${this.#known.length} EXISTS`)
    this.#write('* 0 RECENT')
    this.#write(`* OK [UIDVALIDITY ${this.#mailbox.uidValidity}] UIDs valid`)
    this.#write(`* OK [UIDNEXT ${this.#mailbox.nextUid}] Next UID`)
    return { ok: `[${isReadOnly ? 'READ-ONLY' : 'READ-WRITE'}] Selected` }
  }

  #fetch(known: Mail[], [set, wanted]: Token[], isUid: boolean): void {
    const items = Array.isArray(wanted) ? wanted.map(textOf) : [textOf(wanted)]
    if (isUid && !items.some((item) => item.toUpperCase() === 'UID')) items.unshift('UID')
    for (const { mail, number } of chosen(known, textOf(set), isUid)) {
      const { text, marksSeen } = fetchItems(mail, items)
      if (marksSeen && !mail.flags.includes('\\Seen')) this.#mailbox.setFlags(mail, [...mail.flags, '\\Seen'])
      this.#write(`* ${number} FETCH (${text})`)
    }
  }

  #storeFlags(known: Mail[], [set, action, list]: Token[], isUid: boolean): void {
    const [, sign, silent] = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(action)) ?? []
    if (sign === undefined) throw new ImapSyntaxError('FLAGS expected')
    const named = Array.isArray(list) ? list.map(textOf) : [textOf(list)]
    for (const { mail, number } of chosen(known, textOf(set), isUid)) {
      const kept = sign === '' ? [] : mail.flags.filter((flag) => !named.includes(flag))
      this.#mailbox.setFlags(mail, sign === '-' ? kept : [...kept, ...named].slice(0, 50))
      if (!silent)
        this.#write(`* ${number} FETCH (${isUid ? `UID ${mail.uid} ` : ''}FLAGS (${mail.flags.join(' ')}))`)
    }
  }

  /** Tells the client how many mails there are, when there are more than it knows of. */
  #announceNew(): void {
    const last = this.#known?.at(-1)?.uid ?? 0
    const fresh = this.#known ? this.#mails().filter((mail) => mail.uid > last) : []
    if (fresh.length === 0) return
    this.#known?.push(...fresh)
    this.#write(`* ${this.#known?.length ?? 0} EXISTS`)
  }

  #mails(): readonly Mail[] {
    return this.#mailbox.messages(this.#account?.email ?? '-').filter(({ into }) => into !== 'gmail')
  }

  #finish(tag: string, answer: Answer): void {
    const [[kind, text] = ['bad', 'Error']] = Object.entries(answer)
    this.#write(`${tag} ${kind.toUpperCase()} ${text}`)
  }

  #write(line: string): void {
    if (!this.#socket.destroyed) this.#socket.write(`${line}\r\n`, 'latin1')
  }
}

function chosen(known: Mail[], set: string, isUid: boolean): { mail: Mail; number: number }[] {
  const numbers = known.map((mail, index) => (isUid ? mail.uid : index + 1))
  const wanted = numbersIn(set, numbers)
  return known.flatMap((mail, index) =>
    wanted.has(numbers[index] ?? 0) ? [{ mail, number: index + 1 }] : [],
  )
}

function textOf(token: Token | undefined): string {
  if (typeof token !== 'string') throw new ImapSyntaxError('String expected')
  return token
}

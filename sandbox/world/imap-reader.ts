import { literalAtEnd } from './imap-syntax.ts'

/** A command longer than this ends the connection; mail goes out here, not in. */
const maximumCommandBytes = 64 * 1024

/** Puts what arrives together to whole commands, literals (`{n}CRLF...`) included. All text is bytes as latin1. */
export class CommandReader {
  readonly #goAhead: () => void
  #input = ''
  #command = ''
  #literalBytes = 0

  /** @param goAhead tells the client that the literal it announced may come. */
  constructor(goAhead: () => void) {
    this.#goAhead = goAhead
  }

  /** @returns the commands that are complete now, or `undefined` when one is longer than anyone needs. */
  add(text: string): string[] | undefined {
    this.#input += text
    const commands: string[] = []
    for (let next = this.#next(); next !== undefined; next = this.#next()) commands.push(next)
    return this.#input.length + this.#command.length > maximumCommandBytes ? undefined : commands
  }

  #next(): string | undefined {
    for (;;) {
      if (this.#input.length < this.#literalBytes) return undefined
      this.#command += this.#input.slice(0, this.#literalBytes)
      this.#input = this.#input.slice(this.#literalBytes)
      this.#literalBytes = 0
      const end = this.#input.indexOf('\r\n')
      if (end < 0) return undefined
      this.#command += this.#input.slice(0, end)
      this.#input = this.#input.slice(end + 2)
      const literal = literalAtEnd(this.#command)
      if (!literal || literal.bytes > maximumCommandBytes) break
      this.#command += '\r\n'
      this.#literalBytes = literal.bytes
      if (literal.needsGoAhead) this.#goAhead()
    }
    const command = this.#command
    this.#command = ''
    return command
  }
}

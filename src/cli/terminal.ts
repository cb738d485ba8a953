import { styleText } from 'node:util'

/** What the output of a command may look like. */
export interface Terminal {
  /** Columns to wrap at; infinite where nobody looks: a script wants a value on one line. */
  readonly width: number
  readonly colour: boolean
}

/** Standard output as it is now. `NO_COLOR` is obeyed (no-color.org). */
export function terminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const isTerminal = stream.isTTY === true
  return {
    width: isTerminal ? Math.max(40, stream.columns || 80) : Infinity,
    colour: isTerminal && !process.env.NO_COLOR,
  }
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green'

export function painted(text: string, style: Style, { colour }: Terminal): string {
  return colour ? styleText(style, text, { validateStream: false }) : text
}

/** The text in lines of at most `width` columns, parted between words; a longer word stands alone. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/u)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

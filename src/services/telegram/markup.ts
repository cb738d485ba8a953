/** Longest text of a message, in UTF-16 units after Telegram has read the markup (Bot API, `sendMessage`). */
export const longestMessage = 4096

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text that stands for itself in Telegram's HTML. */
export const escaped = (text: string) => text.replace(/[&<>]/gu, (each) => entities[each]!)
export const bold = (text: string) => `<b>${escaped(text)}</b>`
export const italic = (text: string) => `<i>${escaped(text)}</i>`

type Token = { readonly tag: string } | { readonly text: string; readonly length: number }

/**
 * Cuts HTML into messages that Telegram takes, at the end of a line where there is one, else between words. Tags that are
 * open at a cut are closed there and opened again after it.
 */
export function messagesOf(html: string, longest = longestMessage): string[] {
  const pages: string[] = []
  let open: string[] = []
  let page = ''
  let length = 0
  const turn = () => {
    if (length > 0) pages.push(page + open.toReversed().map(closing).join(''))
    page = open.join('')
    length = 0
  }
  for (const token of tokens(html)) {
    if ('tag' in token) {
      open = token.tag.startsWith('</') ? open.slice(0, -1) : [...open, token.tag]
      page += token.tag
      continue
    }
    for (const piece of pieces(token, longest)) {
      if (length + piece.length > longest) turn()
      if (length === 0 && piece.text.trim() === '') continue
      page += piece.text
      length += piece.length
    }
  }
  turn()
  return pages.map((each) => each.trim())
}

const closing = (tag: string) => `</${/^<(\w+)/u.exec(tag)![1]}>`

/** Tags, lines, and of a line that is too long its words. */
function* tokens(html: string): Generator<Token> {
  for (const [each] of html.matchAll(/<[^>]+>|[^<\n]*\n|[^<\n]+/gu))
    yield each.startsWith('<') ? { tag: each } : { text: each, length: shown(each) }
}

type Piece = Extract<Token, { text: string }>

function* pieces(token: Piece, longest: number): Generator<Piece> {
  if (token.length <= longest) {
    yield token
    return
  }
  const words = token.text.match(/\S+\s*|\s+/gu) ?? []
  for (const word of words) {
    if (shown(word) <= longest) yield { text: word, length: shown(word) }
    else for (const each of slices(word, longest)) yield { text: each, length: shown(each) }
  }
}

/** A word without an end: cut between characters, never within an entity or a surrogate pair. */
function* slices(word: string, longest: number): Generator<string> {
  let slice = ''
  for (const [each] of word.matchAll(/&\w+;|./gsu)) {
    if (shown(slice + each) > longest) {
      yield slice
      slice = ''
    }
    slice += each
  }
  yield slice
}

const shown = (html: string) => html.replace(/&\w+;/gu, '.').length

import type { Link } from '../links.ts'

/** A message before it has a form: what every channel is made from. */
export interface Draft {
  /** Subject of an e-mail, first line elsewhere. */
  readonly title: string
  /** The news in a sentence or two: SMS and push. */
  readonly short: string
  readonly sections: readonly Section[]
}

export interface Section {
  readonly heading: string | null
  readonly lines: readonly string[]
  readonly links?: readonly Link[]
}

/** A message in the forms that channels take. */
export interface Content {
  readonly title: string
  /** Plain text, lines ended by `\n`. */
  readonly text: string
  readonly html: string
  readonly short: string
  /** Where it leads: the first of its links. */
  readonly url: string | null
}

/** A message of a title and a few sentences; the first of them is the news. */
export const said = (title: string, ...lines: string[]): Draft => ({
  title,
  short: [title, lines[0]].filter(Boolean).join('. '),
  sections: [{ heading: null, lines: lines.length > 0 ? lines : [title] }],
})

/** A title with the name of what it is about, where that is known. */
export const named = (title: string, name: string | null): string => (name ? `${title}: ${name}` : title)

/** Links stand after the sentences. */
export function withLinks(draft: Draft, links: NonNullable<Section['links']>): Draft {
  const [first, ...more] = draft.sections
  return { ...draft, sections: [{ heading: null, lines: [], ...first, links }, ...more] }
}

interface Frame {
  readonly language: string
  /** Said at the end of e-mails: where it comes from. */
  readonly footer: string
  /** Put before titles in the sandbox, where nothing is real. */
  readonly mark: string | null
  /** The way to what the message is about, unless it has links of its own; it stands at the end. */
  readonly link: Link | null
}

/** Gives a draft its forms. `mark` stands in every one of them. */
export function render(draft: Draft, { language, footer, mark, link }: Frame): Content {
  const before = mark ? `[${mark}] ` : ''
  const title = `${before}${oneLine(draft.title)}`.slice(0, 300)
  const own = draft.sections.flatMap(({ links = [] }) => links)
  const sections = [
    ...draft.sections.filter((section) => section.lines.length > 0),
    ...(link && own.length === 0 ? [{ heading: null, lines: [], links: [link] }] : []),
  ]
  const text = sections
    .map(({ heading, lines, links = [] }) =>
      [
        ...(heading ? [heading.toUpperCase()] : []),
        ...lines.map((line) => (heading ? `- ${line}` : line)),
        ...links.map(({ label, url }) => `${label}: ${url}`),
      ].join('\n'),
    )
    .join('\n\n')
  return {
    title,
    text,
    html: page(title, sections, footer, language),
    short: `${before}${oneLine(draft.short)}`,
    url: own[0]?.url ?? link?.url ?? null,
  }
}

function page(title: string, sections: readonly Section[], footer: string, language: string): string {
  const blocks = sections.map(({ heading, lines, links = [] }) => {
    const said = heading
      ? `<h2 style="font-size:15px;margin:20px 0 4px">${escape(heading)}</h2><ul style="margin:0;padding-left:20px">${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`
      : lines.map((line) => `<p style="margin:8px 0">${escape(line)}</p>`).join('')
    const ways = links.map(({ label, url }) => `<p><a href="${escape(url)}">${escape(label)}</a></p>`)
    return said + ways.join('')
  })
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title></head><body style="font:15px/1.5 sans-serif;color:#222;max-width:640px;margin:0 auto;padding:16px"><h1 style="font-size:19px">${escape(title)}</h1>${blocks.join('')}<p style="color:#666;font-size:13px;margin-top:28px">${escape(footer)}</p></body></html>`
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

/** Titles go into headers: no line breaks, no control characters. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}

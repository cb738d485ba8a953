import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

export type EmbeddedFont =
  | 'regular'
  | 'bold'
  | 'italic'
  | 'condensed'
  | 'condensed-bold'
  | 'serif'
  | 'serif-bold'

/** Fonts that every PDF reader brings along; they have no Polish letters. */
type StandardFont =
  | 'sans'
  | 'sans-bold'
  | 'sans-italic'
  | 'times'
  | 'times-bold'
  | 'typewriter'
  | 'typewriter-bold'

export type FontName = EmbeddedFont | StandardFont

const fontFiles: Record<EmbeddedFont, string> = {
  regular: 'DejaVuSans.ttf',
  bold: 'DejaVuSans-Bold.ttf',
  italic: 'DejaVuSans-Oblique.ttf',
  condensed: 'DejaVuSansCondensed.ttf',
  'condensed-bold': 'DejaVuSansCondensed-Bold.ttf',
  serif: 'DejaVuSerifCondensed.ttf',
  'serif-bold': 'DejaVuSerifCondensed-Bold.ttf',
}
export const standardFonts: Record<StandardFont, string> = {
  sans: 'Helvetica',
  'sans-bold': 'Helvetica-Bold',
  'sans-italic': 'Helvetica-Oblique',
  times: 'Times-Roman',
  'times-bold': 'Times-Bold',
  typewriter: 'Courier',
  'typewriter-bold': 'Courier-Bold',
}
const resolve = createRequire(import.meta.url).resolve
const loaded = new Map<EmbeddedFont, Promise<Buffer>>()

/** The bytes of every font that travels with a file. */
export async function loadFonts(): Promise<[EmbeddedFont, Buffer][]> {
  return Promise.all(
    (Object.keys(fontFiles) as EmbeddedFont[]).map(async (name): Promise<[EmbeddedFont, Buffer]> => {
      const bytes = loaded.get(name) ?? readFile(resolve(`dejavu-fonts-ttf/ttf/${fontFiles[name]}`))
      loaded.set(name, bytes)
      return [name, await bytes]
    }),
  )
}

import { letteringOf } from '../language.ts'
import { layOut } from '../layout/layout.ts'
import { turnOf } from '../pdf/geometry.ts'
import type { RawPage } from '../pdf/page.ts'
import type { Language } from '../types.ts'
import { withoutBars } from './bars.ts'
import { inkOf } from './binary.ts'
import { weighed } from './certainty.ts'
import { closeUp } from './closer.ts'
import { distinct } from './distinct.ts'
import { type Engine, EngineError, type Segmentation, type TrainedLanguage } from './engine.ts'
import { glyphsOf } from './glyphs.ts'
import { type GreyImage, reduced } from './image.ts'
import { type Cleared, takeRules } from './ruled.ts'
import { isUpright, type Straight, straighten, wayUp } from './straighten.ts'
import { tightened } from './tighten.ts'
import { type SeenWord, wordsOfTsv } from './tsv.ts'

/** Paper with dust on it: less ink than one line of text. */
const LEAST_INK = 0.0003
const GLANCE_DPI = 100

/** Polish sheets are half English, and English ones read as well so. */
const FIRST_GUESS: readonly TrainedLanguage[] = ['pol', 'eng']
const TRAINED: Readonly<Record<Language, readonly TrainedLanguage[]>> = {
  pl: FIRST_GUESS,
  en: FIRST_GUESS,
  de: ['deu', 'eng'],
  fr: ['fra', 'eng'],
  es: ['spa', 'eng'],
}

export interface PagePicture {
  engines: readonly Engine[]
  signal: AbortSignal
  page: RawPage
  /** The page as it is shown. */
  image: GreyImage
  /** What the pages before it are written in. */
  language: Language | null
}

type Look = (
  image: GreyImage,
  languages: readonly TrainedLanguage[],
  segmentation?: Segmentation,
) => Promise<SeenWord[]>

/**
 * A page with the characters recognised in its picture, laid straight and the right way up; null when there is nothing
 * on it. Read in Polish and English first; a page in another language a second time in that one.
 *
 * @throws EngineError when every engine failed
 */
export async function recognisePage(picture: PagePicture): Promise<RawPage | null> {
  const { image, language } = picture
  const look = lookWith(picture.engines, picture.signal)
  const guess = language === null ? FIRST_GUESS : TRAINED[language]
  if (isBlank(image)) return null
  let straight = straighten(image, 0)
  let cleared = clear(straight)
  let words = await look(cleared.picture, guess)
  if (!isUpright(words)) {
    const turn = await wayUp(image, words, (small) => look(small, guess))
    if (turn !== null) {
      straight = straighten(image, turn)
      cleared = clear(straight)
      words = await look(cleared.picture, guess)
    }
  }
  const found = pageOf(picture.page, straight, await closer(cleared, words, guess, look), cleared)
  if (found.glyphs.length === 0) return null
  const lettering = letteringOf(layOut([found]))
  const better = lettering === null ? guess : TRAINED[lettering]
  if (language !== null || better === guess) return found
  words = await look(cleared.picture, better)
  return pageOf(picture.page, straight, await closer(cleared, words, better, look), cleared)
}

/** Large print that was not seen well is looked at again, alone. */
async function closer(
  { picture, letters }: Cleared,
  words: SeenWord[],
  languages: readonly TrainedLanguage[],
  look: Look,
): Promise<SeenWord[]> {
  const near = closeUp(picture, letters, words)
  return near === null ? words : near.put(await look(near.image, languages, 'lines'))
}

function isBlank(image: GreyImage): boolean {
  const { dots } = inkOf(reduced(image, Math.max(1, Math.round(image.dpi / GLANCE_DPI))))
  return dots.reduce((sum, dot) => sum + dot, 0) < dots.length * LEAST_INK
}

function clear({ image }: Straight): Cleared {
  const dark = withoutBars(image)
  return takeRules(dark, inkOf(dark))
}

/** Asks the first engine that knows the languages, and the next when it fails. */
function lookWith(engines: readonly Engine[], signal: AbortSignal): Look {
  return async (image, languages, segmentation = 'page') => {
    let failure: unknown = new EngineError(`no engine has learned ${languages.join('+')}`)
    for (const engine of engines.filter((it) => it.has(languages))) {
      try {
        return wordsOfTsv(await engine.recognise({ image, languages, segmentation, signal }))
      } catch (error) {
        if (signal.aborted) throw error
        failure = error
      }
    }
    throw failure
  }
}

function pageOf(
  page: RawPage,
  { image, turn, skew }: Straight,
  words: readonly SeenWord[],
  { letters, rules }: Cleared,
): RawPage {
  const points = 72 / image.dpi
  const tight = distinct(words.map((word) => tightened(word, letters)))
  return {
    ...page,
    width: image.width * points,
    height: image.height * points,
    turn: turnOf(-turn),
    lean: skew,
    glyphs: glyphsOf(weighed(tight, letters), image.dpi),
    slanted: [],
    rules,
  }
}

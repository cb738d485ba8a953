import {
  blankWords,
  colourWords,
  departmentWords,
  episodeWords,
  kindWords,
  labels,
  roleWords,
} from '../lexicon/index.ts'
import { addressLikeness } from '../normalise/addresses.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { Language } from '../types.ts'
import { findDates } from './dates.ts'

/** Quotation marks of every country; a single one must not be an apostrophe. */
const QUOTED = [
  /[“”„"«»](?<title>[^“”„"«»]{2,60})[“”"«»]/u,
  /(?<![\p{L}\d])[‚‘'‹›](?<title>(?:[^‚‘’'‹›]|(?<=\p{L})[’'](?=\p{L})){2,60})[‘’'‹›](?![\p{L}\d])/u,
]

/** The text between quotation marks, where it stands, or null. */
export function quotedIn(text: string): { text: string; index: number } | null {
  for (const pattern of QUOTED) {
    const match = pattern.exec(text)
    const printed = match?.groups?.['title']
    if (match !== null && printed !== undefined && /\p{L}{2}/u.test(printed))
      return { text: trimmed(printed), index: match.index + match[0].indexOf(printed) }
  }
  return null
}

const LEGAL_FORM =
  /(?:^|[\s,])(?:g?GmbH(?: & Co\.? KG)?|UG|KG|OHG|Ltd|Limited|LLC|LLP|Inc|Corp|S\.\s?L\.(?:\s?U\.)?|S\.\s?A\.(?:\s?S\.)?|SLU|P\.\s?C\.|A\.\s?I\.\s?E\.|SAPI|SARL|SASU?|EURL|S\.\s?de\s?R\.\s?L\.|(?:S\.?A\.? )?de C\.?V|[Ss]p\.? ?z ?o\.? ?o|[Ss]p\.? ?[jk]|PLC)\.?(?=$|[\s,;)|–-])/u

/** `Les Films du Quai`, `BŁYSK STUDIO`, `Nordufer Filmproduktion`: a company by the words of its name. */
const COMPANY =
  /^(?:les films|studio filmowe|productora)\b|\b(?:pictures|productions?|producciones|produkcje?|produkcja|filmproduktion|studios?|films|filmes|entertainment|television|media|post|group|agency|agencja|agentur|agence|casting|rental)$/iu

/** Whether a text names or holds a company, and how surely, 0 to 1. */
export function companyLikeness(text: string): number {
  if (LEGAL_FORM.test(text)) return 1
  return COMPANY.test(trimmed(text)) ? 0.6 : 0
}

/** What follows or stands under a title: `reż. Ewa Malicka`, `un film de Maud Ferrand`, `Director: Ignacio Roldán`. */
export const CREDIT =
  /(?:^|[\s(,|-])(?:re[żz]\.|re[żz]yseria|re[żz]yser|un film d[e'’]|un film di|une série de|un cortometraje de|una película de|una serie de|a film by|directed by|dir(?:ected)?\.?:|director(?:a|es)?:|dirigida por|ein film von|regie:|réalisation|réalisateur|réalisatrice|réal\.)/iu

/** Whether a text may be a title where a label says that it is one: words that are no date, time, address or company. */
export function looksLikeTitle(text: string): boolean {
  return (
    /\p{L}{2}/u.test(text) &&
    text.length < 80 &&
    !/[@]|www\.|https?:|\d{3}[\s.-]?\d{3}|^(?:n[ro°º.]|num)\W*\d/iu.test(text) &&
    findTimes(text).length === 0 &&
    findDates(text).length === 0 &&
    (addressLikeness(text) < 0.4 || isShortName(text)) &&
    companyLikeness(text) < 1
  )
}

/** `Ulica Próżna`, `Exit 14`: words of streets in a name as short as a title. */
function isShortName(text: string): boolean {
  return (
    text.split(/\s+/u).length <= 4 &&
    !/,|\d{3}|\d[/-]?\d*\p{L}?\s+\p{L}/u.test(text) &&
    addressLikeness(text) <= 0.6
  )
}

/** Whether it may be one by itself: no label, kind of work or colour of a revision either. */
export function mayBeTitle(text: string, known: ReadonlySet<Language>): boolean {
  return (
    looksLikeTitle(text) &&
    !announces(foldedWords(text), known) &&
    ![roleWords, departmentWords, colourWords, blankWords].some((book) => book.whole(text) !== undefined)
  )
}

/** `Jour 28 sur 38`, `Convocation générale`: words that announce something else, with nothing to mark them as a label. */
function announces(words: readonly string[], known: ReadonlySet<Language>): boolean {
  const match = labels.match(words, 0, known)
  return (
    match !== undefined &&
    (match.length === words.length ||
      (!match.keys.includes('title') && (match.length > 1 || /^\d/u.test(words[match.length] ?? ''))))
  )
}

export function namesKind(text: string): boolean {
  return kindsIn(text) > 0
}

/** How many words of a text belong to names of documents. */
export function kindsIn(text: string): number {
  const words = foldedWords(text)
  return words.reduce((sum, _, index) => sum + (kindWords.match(words, index)?.length ?? 0), 0)
}

/** The quoted part of a heading is the title; what names the document is no part of it. */
export function ownPart(text: string): string {
  const quoted = quotedIn(text)
  if (quoted !== null) return isInsideName(text, quoted) ? text : quoted.text
  const parts = text.split(PARTS)
  const own = parts.filter((part) => kindWords.match(foldedWords(part)) === undefined)
  return own.length > 0 && own.length < parts.length ? own.join(' - ') : text
}

/** `Alpenquell „Frisch“ TVC`: a name on both sides, none of whose words says what kind of work it is. */
function isInsideName(text: string, quoted: { text: string; index: number }): boolean {
  const before = text.slice(0, quoted.index - 1)
  const words = foldedWords(before)
  return (
    /^\p{Lu}/u.test(before) &&
    /^.?\s+\p{Lu}/u.test(text.slice(quoted.index + quoted.text.length)) &&
    !namesKind(before) &&
    words.every((_, index) => !labels.match(words, index)?.keys.includes('title'))
  )
}

/** Between the parts of a heading: `Call Sheet - Paper Moons | Day 3`. */
export const PARTS = /\s+[-–—|•·]\s+/u

/** `DAY 4 of 18`, `Día 3`, `Drehtag 1/1`. */
export function namesDay(text: string, known: ReadonlySet<Language>): boolean {
  const words = foldedWords(text)
  const match = labels.match(words, 0, known)
  return match !== undefined && match.keys.includes('day') && /^\d/u.test(words[match.length] ?? '')
}

/** `odc. 5-6`, `Series 2`, `Staffel 3`, `S2E5`: which part of it is shot. */
const PART = String.raw`(?:(?:${episodeWords})\.?\s*(?:n[°ºro.]*\s*)?\d|s\d{1,2}\s?e\d)`
const EPISODE = new RegExp(String.raw`[\s,(–—-]+${PART}.*$`, 'iu')
const NAMES_EPISODE = new RegExp(String.raw`(?:^|[\s,(·|–—-])${PART}[\d\s:,.–—&/-]*$`, 'iu')

/** `Folge 31`: what stands behind it is the name of that part. */
export function namesEpisode(text: string): boolean {
  return NAMES_EPISODE.test(text)
}

/** `film pt. CISZA`: the title is announced once more. */
const SAID = /^(?:p\.?\s?t\.?|pod tytułem|titled|entitled|titulad[ao]|intitulée?|mit dem titel)\s+(?=\p{Lu})/u

/** A title without who directs it, which episode and which day it is. */
export function withoutTail(text: string, known: ReadonlySet<Language>): string {
  const credit = CREDIT.exec(text)
  const own = (credit !== null && credit.index > 0 ? text.slice(0, credit.index) : text).replace(EPISODE, '')
  const words = own.split(/\s+/u)
  const day = words.findIndex((_, index) => index > 0 && namesDay(words.slice(index).join(' '), known))
  return trimmed(day < 0 ? own : words.slice(0, day).join(' '))
    .replace(/\s*\($/u, '')
    .replace(/\s+\((?<whose>[^()]+)\)$/u, (all, whose: string) => (companyLikeness(whose) > 0 ? '' : all))
    .replace(SAID, '')
}

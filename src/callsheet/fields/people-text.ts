import { departmentWords, roleWords } from '../lexicon/index.ts'
import { listedParts } from '../lexicon/joining.ts'
import { trimmed } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { Call } from '../types.ts'
import { isPerson, whoIn } from './person.ts'

/** Somebody of a list: a person with their role or without, a role or a department by itself. */
export type Listed = Omit<Call, 'time'>

export interface CallInText {
  call: Call
  /** Where in the text it is said, from who to when; `to` is exclusive. */
  from: number
  to: number
}

/**
 * Calls that are told in words, several in one text:
 * `Jan Kot 8h30 / 1er ass. caméra Jonas Petit 08h10`,
 * `Pion operatorski: szwenkier Leon Gaj, ostrzyciel Maks Wierny – godz. 6.45 na planie. Dźwięk – 7.15.`
 *
 * A text counts when somebody in it is named with what they do, or its beginning names a department; anything else
 * that is listed with a time (meals, moves) says nothing of people.
 *
 * @param beside A department that the text stands beside or under.
 */
export function callsInText(text: string, beside: string | null = null): CallInText[] {
  const calls: CallInText[] = []
  let department = beside
  let end = 0
  for (const { index, length, time } of findTimes(text)) {
    const before = text.slice(end, index).replace(BEFORE_TIME, '')
    const sentence = before.split(SENTENCE).at(-1) ?? ''
    if (sentence !== before) department = beside
    const clause = withoutLead(sentence)
    department = clause.department ?? department
    const from = end + before.length - sentence.trimStart().length
    end = index + length
    calls.push(...listedIn(clause.rest, department).map((who) => ({ call: { ...who, time }, from, to: end })))
  }
  const isOfPeople = beside !== null || calls.some(({ call }) => call.name !== null && call.role !== null)
  return isOfPeople ? calls : []
}

/** Everybody in a text without times: `DoP Meret Haas, 1. AC Tjark Poll`. What is neither person nor work is left out. */
export function listedIn(text: string, department: string | null): Listed[] {
  return listedParts(text).flatMap((part): Listed[] => {
    const said = trimmed(part.replace(COUNT, ''))
    const who = personOf(said)
    if (who !== null) return who.role === null && department === null ? [] : [{ ...who, department }]
    if (departmentWords.whole(said) !== undefined) return [{ name: null, role: null, department: said }]
    return roleWords.whole(said) === undefined ? [] : [{ name: null, role: said, department }]
  })
}

/** `Oświetlacze (4)`, `2x Beleuchter` */
const COUNT = /^\d{1,2}\s?x\s|\s*\(\d{1,2}\)$/iu
/** In prose a role is written small and a name is not: `asystentka Nela Bor`, `cheffe op. Aude Monnier`. */
const ROLE_AND_NAME =
  /^(?<role>\p{L}[\p{L}.ªº' ]{1,30}?)\s+(?<name>\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+){1,2})$/u

function personOf(text: string): { role: string | null; name: string } | null {
  const who = whoIn(text)
  if (who !== null && (who.role !== null || isPerson(who.name))) return who
  const { role, name } = ROLE_AND_NAME.exec(text.replace(/^\d(?=\p{L})/u, ''))?.groups ?? {}
  if (role === undefined || name === undefined || !isPerson(name)) return null
  const isWork = /\p{Ll}$|\.$/u.test(role) && /(?:^|\s)\p{Ll}/u.test(role)
  return isWork ? { role: text.slice(0, text.length - name.length).trim(), name } : null
}

/** A full stop that is not an abbreviation's (`ass.`), or a mark between sentences. */
const SENTENCE = /(?:(?<=[\p{L})\d]{4})\.|[;|·•])\s+/gu

const JOINT = /^[\s/,.;:|·–—-]+/u
/** Before a time, of any of the languages. */
const BEFORE_TIME =
  /[\s:=@–—-]*(?:\s(?:godz\.?|od|na|o|at|from|ab|um|à|dès|a las|desde|call|call:))?[\s:=@–—-]*$/iu

/** A clause without the marks around it, and the department that its beginning names (`Pion operatorski: …`). */
function withoutLead(clause: string): { department: string | null; rest: string } {
  const text = clause.replace(JOINT, '')
  const { head, tail } = /^(?<head>[^:]{2,40}):\s+(?<tail>.+)$/u.exec(text)?.groups ?? {}
  const isDepartment = head !== undefined && departmentWords.whole(head) !== undefined
  return isDepartment && tail !== undefined
    ? { department: trimmed(head), rest: tail }
    : { department: null, rest: text }
}

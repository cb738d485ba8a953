import type { Rule } from '../pdf/page.ts'
import type { Word } from './model.ts'

/** As many dashes or equals signs as this are a rule; fewer are a blank to be filled in, or nothing. */
const LEAST = 12

/** The rule that a typewriter draws: a line of `-----` or `=====`, as the sheets of scheduling programs have. */
export function typedRule({ text, left, right, top, bottom }: Word): Rule | undefined {
  if (text.length < LEAST || !/^([-=_*~–—])\1+$/u.test(text)) return undefined
  return { vertical: false, at: (top + bottom) / 2, from: left, to: right }
}

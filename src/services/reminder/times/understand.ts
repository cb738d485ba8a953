import { english } from './english.ts'
import type { Spoken } from './forms.ts'
import { polish } from './polish.ts'
import type { Here, Refusal, Resolved } from './readings.ts'
import { resolve } from './resolve.ts'
import { readSpoken } from './spoken.ts'

export type LanguageName = 'pl' | 'en'

export interface Understood extends Resolved {
  readonly language: LanguageName
  /** What is to be reminded of: the text without what was said about the time. */
  readonly text: string
}

/**
 * What a text says about a time, in Polish or English: the language that knows more of its words about time, the
 * person's own when both know as many.
 */
export function understand(text: string, language: LanguageName, here: Here): Understood | Refusal {
  const read: Record<LanguageName, Spoken> = { pl: readSpoken(text, polish), en: readSpoken(text, english) }
  const other = language === 'pl' ? 'en' : 'pl'
  const spokenIn = read[other].words > read[language].words ? other : language
  const spoken = read[spokenIn]
  const resolved = resolve(spoken, here)
  return typeof resolved === 'string' ? resolved : { ...resolved, language: spokenIn, text: spoken.rest }
}

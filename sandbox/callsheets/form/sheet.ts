import type { CallTime, SheetContent } from '../model.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import { type Words, wordsOf } from '../vocabulary/words.ts'

/** The content with the formats and the words of this sheet applied. */
export interface FormSheet extends Sheet {
  words: Words
}

export function formSheetOf(content: SheetContent): FormSheet {
  const words = { ...wordsOf(content), ...content.words }
  const sheet = sheetOf(content)
  const spoken = (format: (time: CallTime) => string) => (time: CallTime) => {
    if (time === 'O/C') return words.onCall
    return time === 'n/a' ? words.notNeeded : format(time)
  }
  return { ...sheet, words, time: spoken(sheet.time), timeText: spoken(sheet.timeText) }
}

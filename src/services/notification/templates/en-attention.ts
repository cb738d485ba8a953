import { named, said } from './draft.ts'
import type { AttentionTexts, ReviewReason } from './templates.ts'

const reasons: Record<ReviewReason, string> = {
  unsure: 'Some values are unsure.',
  incomplete: 'The date or the call is missing.',
  encrypted: 'The PDF is protected by a password.',
  damaged: 'The PDF is damaged.',
  'no-text': 'The PDF holds no text: it is a scan or a picture.',
  'too-many-pages': 'The PDF has too many pages.',
  'too-large': 'The PDF is too large.',
  other: 'The file could not be read.',
}

/** What needs a person, in English. @param fields Words for the fields of a sheet. */
export const attentionTexts = (fields: Readonly<Record<string, string>>): AttentionTexts => ({
  review: ({ reason, fileName, subject, sender, doubts }) => {
    const doubtful = doubts.map(
      ({ field, value }) => `${fields[field] ?? field}: ${value ?? 'nothing found'}`,
    )
    return said(
      named('A call sheet needs your review', fileName || subject),
      reasons[reason],
      ...(doubtful.length > 0 ? [`Please check: ${doubtful.join('; ')}.`] : []),
      ...(fileName ? [`File: ${fileName}`] : []),
      ...(subject ? [`Message: ${subject}`] : []),
      ...(sender ? [`Sender: ${sender}`] : []),
      'Open the document in Klaps and correct or confirm it. Until then the day may not be planned.',
    )
  },
  mailboxDisconnected: ({ name }) =>
    said(named('Mailbox disconnected', name), 'Klaps sees no new call sheets. Connect the mailbox again.'),
  calendarDisconnected: ({ name }) =>
    said(
      named('Calendar disconnected', name),
      'Klaps cannot write shooting days. Connect the calendar again.',
    ),
  processingError: ({ operation, code }) =>
    said(
      'Something went wrong',
      `This could not be done: ${operation} (${code}). The log in Klaps says more.`,
    ),
})

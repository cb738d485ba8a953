import { named, said, withLinks } from './draft.ts'
import { type AttentionTexts, type FailedWork, isReadable, type ReviewReason } from './templates.ts'

const reasons: Record<ReviewReason, string> = {
  unsure: 'Some values are unsure.',
  incomplete: 'The date or the call is missing.',
  encrypted: 'The PDF is protected by a password.',
  damaged: 'The PDF is damaged.',
  'no-text': 'The PDF holds no text: it is a scan or a picture.',
  'too-many-pages': 'The PDF has more than 50 pages.',
  'too-large': 'The PDF is too large.',
  other: 'The file could not be read.',
}

const work: Record<FailedWork, string> = {
  email: 'Reading your mail',
  pdf: 'Reading a call sheet',
  schedule: 'Planning a day',
  route: 'Working out a route',
  weather: 'Getting a forecast',
  calendar: 'Writing to your calendar',
  notification: 'Sending a notification',
  reminder: 'A reminder',
  booking: 'A booking',
  payment: 'A payment',
  telegram: 'Telegram',
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
      isReadable(reason)
        ? 'Open the document in Klaps and correct or confirm it. Until then the day may not be planned.'
        : 'No day can be planned by it. Ask the production for a plain PDF, at most 25 MB and 50 pages, and upload it to Klaps.',
    )
  },
  messageFailed: ({ subject, sender, why }) =>
    said(
      named('A message could not be taken in', subject),
      ...(why ? [why] : []),
      ...(sender ? [`Sender: ${sender}`] : []),
      'If it brought a call sheet, your days are without it.',
    ),
  mailboxDisconnected: ({ name }) =>
    said(named('Mailbox disconnected', name), 'Klaps sees no new call sheets. Connect the mailbox again.'),
  calendarDisconnected: ({ name }) =>
    said(
      named('Calendar disconnected', name),
      'Klaps cannot write shooting days. Connect the calendar again.',
    ),
  processingError: ({ service, operation, code, url }) =>
    withLinks(
      said(
        `That did not work: ${work[service]}`,
        'We have tried many times. Look at your days: something may be missing there.',
        `For technical help: ${operation} (${code}).`,
      ),
      [{ label: 'My days', url }],
    ),
})

import type { Sheet } from '#services/pdf'

/** What tells the newer of two sheets of one day. */
export interface Issue {
  documentId: string | null
  documentVersion: number
  /** As printed; a colour counts as its place in the usual order. */
  printedNumber: number | null
  issuedAt: Temporal.Instant | null
  /** When its message came; mailboxes know it to the second. */
  receivedAt: Temporal.Instant
  heardAt: Temporal.Instant
}

/** The order of coloured revisions that productions agree on, from the first issue on. */
const COLOURS = [
  'white',
  'blue',
  'pink',
  'yellow',
  'green',
  'goldenrod',
  'buff',
  'salmon',
  'cherry',
  'tan',
] as const
const POLISH_COLOURS = ['bialy', 'niebieski', 'rozowy', 'zolty', 'zielony']

/** Revision number and time of issue as printed; a time without zone is on the clock of the set. */
export function printedIssue(sheet: Sheet, zone: string): Pick<Issue, 'printedNumber' | 'issuedAt'> {
  const revision = sheet.revision?.value
  return {
    printedNumber: revision?.number ?? rankOf(revision?.colour ?? null),
    issuedAt: instantOf(revision?.issuedAt ?? null, zone),
  }
}

function rankOf(colour: string | null): number | null {
  if (!colour) return null
  const key = colour.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').trim().toLowerCase()
  const rank = Math.max(COLOURS.indexOf(key as (typeof COLOURS)[number]), POLISH_COLOURS.indexOf(key))
  return rank < 0 ? null : rank
}

function instantOf(text: string | null, zone: string): Temporal.Instant | null {
  if (!text) return null
  for (const read of [
    () => Temporal.Instant.from(text),
    () => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant(),
  ]) {
    try {
      return read()
    } catch {
      // not in this form
    }
  }
  return null
}

/**
 * Is `a` older than `b`, so that it must not overwrite it? Versions of one document go by their version; else the
 * printed number decides, else the printed time of issue, else when the message came, else when it was first heard of.
 */
export function isOlder(a: Issue, b: Issue): boolean {
  if (a.documentId !== null && a.documentId === b.documentId) return a.documentVersion < b.documentVersion
  if (a.printedNumber !== null && b.printedNumber !== null && a.printedNumber !== b.printedNumber)
    return a.printedNumber < b.printedNumber
  if (a.issuedAt && b.issuedAt && !a.issuedAt.equals(b.issuedAt))
    return Temporal.Instant.compare(a.issuedAt, b.issuedAt) < 0
  const came = Temporal.Instant.compare(a.receivedAt, b.receivedAt)
  return (came || Temporal.Instant.compare(a.heardAt, b.heardAt)) < 0
}

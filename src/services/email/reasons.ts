import type { z } from 'zod'
import type { CallSheetErrorCode, ProblemCode } from '#callsheet'
import { type BothLanguages, maxMessageBytes } from '#services/email'
import { type MessageRefusal, maxAttachments } from './mime.ts'

type Text = z.output<typeof BothLanguages>

const LOOK = { pl: 'Sprawdź i popraw odczyt.', en: 'Look at what was read and correct it.' }
const SEND_AGAIN = {
  pl: 'Poproś produkcję o zwykły PDF i prześlij go do Klapsa.',
  en: 'Ask the production for a plain PDF and upload it to Klaps.',
}
const RECONNECT = { pl: 'Połącz skrzynkę ponownie.', en: 'Connect the mailbox again.' }

const both = (pl: string, en: string, advice: Text): Text => ({
  pl: `${pl} ${advice.pl}`,
  en: `${en} ${advice.en}`,
})

/** The codes of this service, of `pdf` and of the reading itself; none can be left out. */
type Reason =
  | 'nothing-new'
  | 'not-a-call-sheet'
  | 'not-read-in-time'
  | 'not-read'
  | ProblemCode
  | Exclude<CallSheetErrorCode, 'aborted'>

/** Why a message is where it is, and what to do. */
const MESSAGE: Readonly<Record<Reason, Text>> = {
  'nothing-new': {
    pl: 'Ten plan dnia nie zmienił niczego. Nic nie trzeba robić.',
    en: 'This call sheet changed nothing. There is nothing to do.',
  },
  'not-a-call-sheet': {
    pl: 'To nie wygląda na plan dnia. Jeśli nim jest, przetwórz wiadomość ponownie albo prześlij sam PDF.',
    en: 'This does not look like a call sheet. If it is one, process the message again or upload the PDF itself.',
  },
  'not-read-in-time': {
    pl: 'Odczyt trwał zbyt długo. Przetwórz wiadomość ponownie.',
    en: 'Reading it took too long. Process the message again.',
  },
  'not-read': {
    pl: 'Nie udało się teraz odczytać PDF. Przetwórz wiadomość ponownie później.',
    en: 'The PDF could not be read for now. Process the message again later.',
  },
  'too-large': both('PDF jest za duży.', 'The PDF is too large.', SEND_AGAIN),
  encrypted: both('PDF jest zaszyfrowany.', 'The PDF is encrypted.', SEND_AGAIN),
  damaged: both('PDF jest uszkodzony.', 'The PDF is damaged.', SEND_AGAIN),
  'too-many-pages': both('PDF ma ponad 50 stron.', 'The PDF has more than 50 pages.', SEND_AGAIN),
  'no-text': both('W PDF nie ma tekstu do odczytania.', 'There is no text to read in the PDF.', SEND_AGAIN),
  'no-date': both('Nie znaleziono daty zdjęć.', 'No shooting date was found.', LOOK),
  'date-without-year': both('Data zdjęć jest bez roku.', 'The shooting date has no year.', LOOK),
  'ambiguous-date': both(
    'Datę zdjęć można czytać dwojako.',
    'The shooting date can be read in two ways.',
    LOOK,
  ),
  'several-dates': both('Na planie dnia jest kilka dat.', 'The call sheet has several dates.', LOOK),
  'weekday-mismatch': both(
    'Dzień tygodnia nie zgadza się z datą.',
    'The weekday does not match the date.',
    LOOK,
  ),
  'no-call': both('Nie znaleziono godziny wezwania.', 'No call time was found.', LOOK),
  'several-calls': both('Jest kilka godzin wezwania.', 'There are several call times.', LOOK),
  'call-after-first-scene': both(
    'Wezwanie wypada po pierwszej scenie.',
    'The call is after the first scene.',
    LOOK,
  ),
  'wrap-before-last-scene': both(
    'Koniec zdjęć wypada przed ostatnią sceną.',
    'The wrap is before the last scene.',
    LOOK,
  ),
  'wrap-before-call': both('Koniec zdjęć wypada przed wezwaniem.', 'The wrap is before the call.', LOOK),
  'no-location': both('Nie znaleziono lokacji.', 'No location was found.', LOOK),
  'own-call-looks-wrong': both(
    'Własna godzina wezwania wygląda na błędną.',
    'Your own call looks wrong.',
    LOOK,
  ),
  'location-without-address': both('Lokacja nie ma adresu.', 'No address was found for a location.', LOOK),
  'location-looks-wrong': both('Lokacja wygląda na błędną.', 'A location looks wrong.', LOOK),
  'several-locations': both('Jest kilka lokacji.', 'There are several locations.', LOOK),
  'sunrise-looks-wrong': both('Godzina wschodu słońca wygląda na błędną.', 'The sunrise looks wrong.', LOOK),
  'sunset-looks-wrong': both('Godzina zachodu słońca wygląda na błędną.', 'The sunset looks wrong.', LOOK),
  'several-sheets': both(
    'Plik zawiera kilka planów; każdy jest osobnym dokumentem.',
    'The file holds several call sheets; each is a document of its own.',
    LOOK,
  ),
  'recognised-pages': both(
    'Strony były zeskanowane i zostały rozpoznane z obrazu.',
    'Pages were scanned and recognised from their picture.',
    LOOK,
  ),
  'unreadable-pages': both('Części stron nie dało się odczytać.', 'Some pages could not be read.', LOOK),
}

const UPLOAD = { pl: 'Prześlij do Klapsa sam plan dnia.', en: 'Upload the call sheet itself to Klaps.' }
const mostMegabytes = maxMessageBytes / 1024 ** 2

/** Of a message of which nothing was read, by the codes that `take.ts` records. */
type Refusal = 'too-large' | (MessageRefusal['refusal'] extends `email.${infer Name}` ? Name : never)

const REFUSED: Readonly<Record<Refusal, Text>> = {
  'too-large': both(
    `Wiadomość ma ponad ${mostMegabytes} MB.`,
    `The message has more than ${mostMegabytes} MB.`,
    UPLOAD,
  ),
  'too-many-attachments': both(
    `Wiadomość ma ponad ${maxAttachments} załączników.`,
    `The message has more than ${maxAttachments} attachments.`,
    UPLOAD,
  ),
  'not-readable': both('Wiadomości nie da się odczytać.', 'The message cannot be read.', UPLOAD),
}

const MAILBOX: Readonly<Record<string, Text | undefined>> = {
  'access-revoked': both(
    'Google cofnął nam dostęp do skrzynki.',
    'Google no longer lets us see the mailbox.',
    RECONNECT,
  ),
  'login-refused': both(
    'Serwer odrzucił login lub hasło.',
    'The server refused the user or password.',
    RECONNECT,
  ),
  'no-folder': both(
    'Na serwerze nie ma już tego folderu.',
    'The folder is no longer on the server.',
    RECONNECT,
  ),
  'not-reachable': {
    pl: 'Serwer poczty nie odpowiada. Próbujemy dalej; jeśli to potrwa, sprawdź jego adres.',
    en: 'The mail server does not answer. We keep trying; should it last, check its address.',
  },
}

const UNSURE = both('Odczyt jest niepewny.', 'What was read is uncertain.', LOOK)

/** Null when there is nothing to explain: the message is on its way or done. */
export function messageText(state: string, reason: string | null): Text | null {
  const refused = refusalText(state, reason)
  if (refused) return refused
  const text = reason === null ? undefined : (MESSAGE as Readonly<Record<string, Text>>)[reason]
  if (text) return text
  return state === 'needs-review' ? UNSURE : null
}

/** Why a message was not taken in at all; null for every other. */
export const refusalText = (state: string, reason: string | null): Text | null =>
  state === 'failed' && reason !== null ? ((REFUSED as Readonly<Record<string, Text>>)[reason] ?? null) : null

export const mailboxText = (error: string | null): Text | null =>
  error === null ? null : (MAILBOX[error] ?? null)

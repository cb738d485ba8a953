import { named, said, withLinks } from './draft.ts'
import { type AttentionTexts, type FailedWork, isReadable, type ReviewReason } from './templates.ts'

const reasons: Record<ReviewReason, string> = {
  unsure: 'Część danych jest niepewna.',
  incomplete: 'Brakuje daty albo godziny zbiórki.',
  encrypted: 'Plik PDF jest zabezpieczony hasłem.',
  damaged: 'Plik PDF jest uszkodzony.',
  'no-text': 'Plik PDF nie zawiera tekstu: to skan albo zdjęcie.',
  'too-many-pages': 'Plik PDF ma ponad 50 stron.',
  'too-large': 'Plik PDF jest za duży.',
  other: 'Pliku nie udało się odczytać.',
}

const work: Record<FailedWork, string> = {
  email: 'Czytanie poczty',
  pdf: 'Odczytanie planu dnia',
  schedule: 'Planowanie dnia',
  route: 'Wyliczenie trasy',
  weather: 'Pobranie prognozy',
  calendar: 'Zapis w kalendarzu',
  notification: 'Wysłanie powiadomienia',
  reminder: 'Przypomnienie',
  booking: 'Rezerwacja',
  payment: 'Płatność',
  telegram: 'Telegram',
}

/** What needs a person, in Polish. @param fields Words for the fields of a sheet. */
export const attentionTexts = (fields: Readonly<Record<string, string>>): AttentionTexts => ({
  review: ({ reason, fileName, subject, sender, doubts }) => {
    const doubtful = doubts.map(
      ({ field, value }) => `${fields[field] ?? field}: ${value ?? 'nie znaleziono'}`,
    )
    return said(
      named('Plan dnia wymaga sprawdzenia', fileName || subject),
      reasons[reason],
      ...(doubtful.length > 0 ? [`Do sprawdzenia: ${doubtful.join('; ')}.`] : []),
      ...(fileName ? [`Plik: ${fileName}`] : []),
      ...(subject ? [`Wiadomość: ${subject}`] : []),
      ...(sender ? [`Nadawca: ${sender}`] : []),
      isReadable(reason)
        ? 'Otwórz dokument w Klapsie, popraw albo potwierdź dane. Do tego czasu dzień może nie być zaplanowany.'
        : 'Dnia nie da się z niego zaplanować. Poproś produkcję o zwykły PDF, do 25 MB i 50 stron, i prześlij go do Klapsa.',
    )
  },
  messageFailed: ({ subject, sender, why }) =>
    said(
      named('Wiadomości nie udało się przyjąć', subject),
      ...(why ? [why] : []),
      ...(sender ? [`Nadawca: ${sender}`] : []),
      'Jeśli był w niej plan dnia, nie ma go w Twoich dniach.',
    ),
  mailboxDisconnected: ({ name }) =>
    said(
      named('Skrzynka pocztowa odłączona', name),
      'Klaps nie widzi nowych planów dnia. Połącz skrzynkę ponownie.',
    ),
  calendarDisconnected: ({ name }) =>
    said(
      named('Kalendarz odłączony', name),
      'Klaps nie może zapisywać dni zdjęciowych. Połącz kalendarz ponownie.',
    ),
  processingError: ({ service, operation, code, url }) =>
    withLinks(
      said(
        `Nie udało się: ${work[service]}`,
        'Próbowaliśmy wiele razy. Sprawdź swoje dni: czegoś może w nich brakować.',
        `Dla pomocy technicznej: ${operation} (${code}).`,
      ),
      [{ label: 'Moje dni', url }],
    ),
})

import { named, said, withLinks } from './draft.ts'
import type { AttentionTexts, ReviewReason } from './templates.ts'

const reasons: Record<ReviewReason, string> = {
  unsure: 'Część danych jest niepewna.',
  incomplete: 'Brakuje daty albo godziny zbiórki.',
  encrypted: 'Plik PDF jest zabezpieczony hasłem.',
  damaged: 'Plik PDF jest uszkodzony.',
  'no-text': 'Plik PDF nie zawiera tekstu: to skan albo zdjęcie.',
  'too-many-pages': 'Plik PDF ma za dużo stron.',
  'too-large': 'Plik PDF jest za duży.',
  other: 'Pliku nie udało się odczytać.',
}

const link = (url: string) => [{ label: 'Otwórz Klapsa', url }]

/** What needs a person, in Polish. @param fields Words for the fields of a sheet. */
export const attentionTexts = (fields: Readonly<Record<string, string>>): AttentionTexts => ({
  review: ({ reason, fileName, subject, sender, doubts, url }) => {
    const doubtful = doubts.map(
      ({ field, value }) => `${fields[field] ?? field}: ${value ?? 'nie znaleziono'}`,
    )
    return withLinks(
      said(
        named('Plan dnia wymaga sprawdzenia', fileName || subject),
        reasons[reason],
        ...(doubtful.length > 0 ? [`Do sprawdzenia: ${doubtful.join('; ')}.`] : []),
        ...(fileName ? [`Plik: ${fileName}`] : []),
        ...(subject ? [`Wiadomość: ${subject}`] : []),
        ...(sender ? [`Nadawca: ${sender}`] : []),
        'Otwórz dokument w Klapsie, popraw albo potwierdź dane. Do tego czasu dzień może nie być zaplanowany.',
      ),
      link(url),
    )
  },
  mailboxDisconnected: ({ name, url }) =>
    withLinks(
      said(
        named('Skrzynka pocztowa odłączona', name),
        'Klaps nie widzi nowych planów dnia. Połącz skrzynkę ponownie.',
      ),
      link(url),
    ),
  calendarDisconnected: ({ name, url }) =>
    withLinks(
      said(
        named('Kalendarz odłączony', name),
        'Klaps nie może zapisywać dni zdjęciowych. Połącz kalendarz ponownie.',
      ),
      link(url),
    ),
  processingError: ({ operation, code, url }) =>
    withLinks(
      said(
        'Coś się nie udało',
        `Nie powiodło się: ${operation} (${code}). Szczegóły są w dzienniku w Klapsie.`,
      ),
      link(url),
    ),
})

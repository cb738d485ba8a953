/** Words that speak for a call sheet (PRODUCT 1.1), by language; compared without case and diacritics. */
export const callSheetWords: Readonly<Record<string, readonly string[]>> = {
  pl: [
    'plan zdjęciowy',
    'plan dnia',
    'plan pracy',
    'karta dnia',
    'dzień zdjęciowy',
    'drabinka',
    'harmonogram',
    'MP2',
  ],
  en: ['call sheet', 'callsheet', 'call time', 'shooting schedule', 'shooting day'],
  de: ['dispo', 'tagesdispo', 'disposition', 'drehtag'],
  fr: ['feuille de service'],
  es: ['orden de rodaje', 'hoja de llamado'],
}

/** Words that ask for haste (PRODUCT 1.1). */
export const urgencyWords: Readonly<Record<string, readonly string[]>> = {
  pl: ['zmiana', 'zmiany', 'nowa wersja', 'aktualizacja', 'odwołane', 'odwołany', 'pilne'],
  en: ['revised', 'revision', 'updated', 'urgent', 'cancelled', 'canceled'],
  de: ['änderung', 'dringend', 'abgesagt'],
  fr: ['modifié', 'urgent', 'annulé'],
  es: ['modificado', 'urgente', 'cancelado'],
}

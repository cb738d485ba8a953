import { type Lexicon, phrases } from '../lexicon.ts'

export const kinds: Lexicon['kinds'] = {
  'call-sheet': phrases(`
    plan dnia, plan pracy, plan zdjęciowy, karta dnia, plan dnia zdjęciowego, plan pracy na dzień,
    dzienny plan pracy, dzienny plan zdjęć, plan zdjęć na dzień, plan zdjęciowy na dzień,
    karta dnia zdjęciowego, dyspozycja dnia, plan dnia nr, dzienny plan zdjęciowy, harmonogram dnia,
    harmonogram dnia zdjęciowego, plan zdjęć na dziś, plan zdjęć na jutro, plan na dzień, plan na jutro
  `),
  'one-line-schedule': phrases(`
    drabinka, one liner, drabinka zdjęciowa, harmonogram skrócony, drabinka scen, skrócony plan zdjęć,
    kalendarzówka skrót, skrót kalendarzówki, skrócona kalendarzówka, kalendarzówka skrócona
  `),
  'shooting-schedule': phrases(`
    harmonogram zdjęć, kalendarzowy plan zdjęć, kalendarzówka, plan zdjęć, harmonogram produkcji, harmonogram,
    kalendarz zdjęciowy, kalendarz zdjęć, kalendarzowy plan, kpz, harmonogram dni zdjęciowych
  `),
  'day-out-of-days': phrases(`
    dni aktorskie, kalendarz aktorów, dostępność aktorów, dni zdjęciowe aktorów, zestawienie dni aktorskich,
    terminarz aktorów, aktorzy dni
  `),
  'movement-order': phrases(`
    plan dojazdu, plan transportu, rozkaz wyjazdu, dojazd na plan, plan przejazdu, karta dojazdu,
    plan przewozów, rozpiska transportu, rozpiska transportowa, mapa dojazdu, instrukcja dojazdu
  `),
  'contact-list': phrases(`
    lista kontaktów, lista ekipy, lista kontaktowa, lista płac ekipy, spis ekipy, ekipa lista,
    lista telefonów, spis telefonów, lista obsady, lista ekipy zdjęciowej, kontakty ekipy, lista aktorów,
    lista obiektów
  `),
  'daily-brief': phrases(`
    brief, brief dzienny, brief dnia, notatka służbowa, notatka, briefing, brief produkcyjny,
    notatka produkcyjna, informacja dla ekipy, komunikat, brief dla ekipy, informacje dla ekipy,
    brief ochrony
  `),
  'rental-order': phrases(`
    zamówienie sprzętu, lista sprzętu, zamówienie, lista sprzętowa, umowa najmu, umowa wypożyczenia,
    protokół wydania, protokół zdawczo odbiorczy, potwierdzenie zamówienia, wydanie sprzętu, zlecenie wynajmu,
    wynajem sprzętu, protokół zdania sprzętu, oferta wynajmu, lista oświetlenia, zlecenie wypożyczenia
  `),
  invoice: phrases(`
    faktura, faktura vat, faktura pro forma, rachunek, oferta cenowa, wycena, kosztorys, nota księgowa,
    proforma, faktura proforma, nota obciążeniowa, nr faktury, paragon, oferta
  `),
  'production-report': phrases(`
    raport dzienny, raport produkcyjny, dzienny raport produkcji, raport dnia, raport z dnia zdjęciowego,
    raport kamerowy, raport dźwiękowy, raport montażowy, raport operatorski, raport planu,
    raport dnia zdjęciowego
  `),
  script: phrases(`
    scenariusz, scenopis, lista ujęć, shotlista, shot lista, storyboard, rozpiska scen, nowela
  `),
  contract: phrases(`
    umowa, umowa o dzieło, umowa zlecenie, karta czasu pracy, zgoda na wizerunek, oświadczenie, aneks,
    lista obecności, ewidencja czasu pracy, umowa lokacyjna, zgoda na wykorzystanie wizerunku, zezwolenie
  `),
  'risk-assessment': phrases('ocena ryzyka, instrukcja bhp, karta oceny ryzyka, ocena ryzyka zawodowego'),
  'recce-schedule': phrases(`
    dokumentacja, plan dokumentacji, dokumentacja techniczna, harmonogram przygotowań, plan prób,
    harmonogram prób, przymiarki, plan przymiarek, plan dokumentacji obiektów
  `),
}

/** What only such a document says, wherever it stands. */
export const signs: Lexicon['signs'] = {
  invoice: phrases(`
    nip, vat, netto, brutto, kwota netto, kwota brutto, stawka vat, sprzedawca, nabywca, termin płatności,
    forma płatności, numer konta, nr konta, do zapłaty, razem brutto, data sprzedaży, wartość brutto,
    wartość netto, faktura nr, regon, iban
  `),
  'rental-order': phrases(`
    ilość szt, szt, ilość sztuk, okres najmu, data wydania sprzętu, data zwrotu, wartość sprzętu,
    stawka dzienna, wydał, odebrał, najemca, wynajmujący, numer seryjny, nr seryjny, dni najmu, zamawiający,
    cena za dzień, rabat, wartość odtworzeniowa, odbiór sprzętu dnia, zwrot sprzętu dnia, ilość
  `),
  'production-report': phrases(`
    zrealizowano, sceny zrealizowane, sceny niezrealizowane, nadgodziny, koniec faktyczny, faktyczny koniec,
    wykonano, plan wykonanie, metraż nakręcony, liczba ujęć, pozostało, pierwsze ujęcie faktycznie,
    opóźnienia
  `),
  'movement-order': phrases(`
    trasa, zjazd z autostrady, wskazówki dojazdu, pojazd, nr rejestracyjny, kierowca pojazd, liczba osób,
    pasażerowie, czas przejazdu, km
  `),
  'day-out-of-days': phrases('razem dni, ilość dni, dni pracy, dni wolne, liczba dni'),
  contract: phrases(`
    niniejsza umowa, zwana dalej, zwany dalej, wynagrodzenie, strony umowy, zleceniodawca, zleceniobiorca,
    wykonawca oświadcza, podpis, wyrażam zgodę, pesel, kary umowne
  `),
  script: phrases('ujęcie nr, plan ogólny, zbliżenie, ruch kamery, cięcie, dialog, kadr'),
  'risk-assessment': phrases('prawdopodobieństwo, ryzyko, środki zapobiegawcze, skutki, stopień ryzyka'),
}

import { type Lexicon, phrases } from '../lexicon.ts'

export const kinds: Lexicon['kinds'] = {
  'call-sheet': phrases(`
    tagesdispo, tagesdisposition, disposition, dispo, tages dispo, drehdisposition, drehtagdispo,
    call sheet, callsheet, tagesdispo nr, drehdispo, tages disposition, tagesablaufplan dreh,
    disposition nr, drehtagesdisposition, drehablauf, drehablaufplan, tagesdrehplan, tagesplan, tagesablauf
  `),
  'one-line-schedule': phrases(`
    one liner, oneliner, kurzdrehplan, stripboard, kurz drehplan, drehplan kurzfassung, kurzplan,
    drehplan einzeilig
  `),
  'shooting-schedule': phrases(`
    drehplan, drehübersicht, produktionsplan, drehplanung, gesamtdrehplan, wochenplan, drehterminplan,
    drehtagübersicht, drehplan nach drehtagen, drehplan nach motiven, wochenübersicht, wochendispo
  `),
  'day-out-of-days': phrases(`
    darstellertage, schauspielertage, day out of days, darstellerübersicht, dood, darstellerterminplan,
    schauspielertermine, darstellerplan, darstellertermine, darstellereinsatzplan, einsatztage darsteller
  `),
  'movement-order': phrases(`
    fahrdispo, transportplan, fahrdisposition, anfahrtsplan, movement order, wegbeschreibung, fahrplan,
    transportdispo, fahrerdispo, reiseplan, anfahrtsbeschreibung, reisedispo, travel order, umzugsplan,
    fahrerdisposition
  `),
  'contact-list': phrases(`
    stabliste, teamliste, kontaktliste, crewliste, telefonliste, besetzungsliste, stab und besetzungsliste,
    adressliste, stab besetzung, crew liste, darstellerliste, motivliste, stabsliste, mitarbeiterliste,
    komparsenliste, rollenliste
  `),
  'daily-brief': phrases(`
    briefing, tagesbriefing, brief, produktionsbriefing, rundschreiben, memo, teaminfo, team info,
    produktionsinfo, mitteilung, rundmail, agenturbriefing, aktennotiz, besprechungsprotokoll,
    sicherheitsbriefing, infoblatt, teambrief, kurzinfo, kurzbriefing, produktionsnotiz, teamnotiz
  `),
  'rental-order': phrases(`
    auftragsbestätigung, mietvertrag, mietauftrag, geräteliste, equipmentliste, technikliste, lieferschein,
    bestellung, auftrag, mietbestellung, leihschein, leihvertrag, mietangebot, kameraliste, lichtliste,
    technikbestellung, materialliste, rückgabeschein, gerätebestellung, packliste, bestellschein,
    dispositionsauftrag, mietliste, equipmentbestellung, equipment bestellung, equipmentauftrag
  `),
  invoice: phrases(`
    rechnung, angebot, kostenvoranschlag, proforma rechnung, gutschrift, quittung, rechnungsnummer, mahnung,
    rechnungsnr, schlussrechnung, honorarrechnung, kalkulation, abschlagsrechnung, zahlungserinnerung,
    rechnung nr
  `),
  'production-report': phrases(`
    tagesbericht, produktionsbericht, drehbericht, tagesproduktionsbericht, kamerabericht, tonbericht,
    regiebericht, continuity bericht, scriptbericht, tagesreport, drehtagsbericht, negativbericht,
    bildbericht
  `),
  script: phrases(`
    drehbuch, sides, auflösung, storyboard, shotlist, shot list, einstellungsliste, drehbuchauszug, auszug,
    szenenauszüge, drehbuchauszüge, treatment, auszugsliste
  `),
  contract: phrases(`
    vertrag, anstellungsvertrag, motivvertrag, stundenzettel, arbeitszeitnachweis, drehgenehmigung,
    einverständniserklärung, darstellervertrag, mitwirkendenvertrag, gagenmeldung, arbeitsvertrag,
    werkvertrag, arbeitszeiterfassung, stundennachweis
  `),
  'risk-assessment': phrases(`
    gefährdungsbeurteilung, sicherheitskonzept, hygienekonzept, betriebsanweisung, notfallplan
  `),
  'recce-schedule': phrases(`
    motivbesichtigung, technische motivbesichtigung, motivtour, hauptmotivtour, vorbereitungsplan, probenplan,
    motivbegehung, regiemotivtour, kostümproben, leseprobe ablauf, technikbegehung, terminplan vorbereitung,
    probendispo, anproben
  `),
}

/** What only such a document says, wherever it stands. */
export const signs: Lexicon['signs'] = {
  invoice: phrases(`
    mwst, ust, netto, brutto, nettobetrag, bruttobetrag, gesamtbetrag, rechnungsdatum, kundennummer,
    steuernummer, ust id, ust idnr, zahlbar, zahlungsziel, bankverbindung, iban, bic, einzelpreis,
    leistungszeitraum, rechnungsbetrag, zwischensumme, kundennr, rechnungsempfänger
  `),
  'rental-order': phrases(`
    menge, anzahl, stück, mietzeitraum, mietdauer, mietbeginn, mietende, abholdatum, rückgabe, rückgabedatum,
    tagespreis, tagesmiete, mieter, vermieter, artikel, artikelnr, seriennummer, versicherungswert, neuwert,
    miettage, leihzeitraum, auftragsnummer, auftragsnr, rabatt, pos menge
  `),
  'production-report': phrases(`
    gedreht, gedrehte bilder, nicht gedreht, überstunden, drehschluss tatsächlich, tatsächlich, pensum,
    geschafft, restpensum, einstellungen gedreht, drehzeit, ist soll, soll ist, bisher gedreht,
    materialverbrauch
  `),
  'movement-order': phrases(`
    route, autobahn, ausfahrt, fahrzeug, kennzeichen, fahrzeit, km, anreise, insassen, abfahrtsort, zielort,
    personen im fahrzeug, flugnummer
  `),
  'day-out-of-days': phrases('tage gesamt, drehtage gesamt, anzahl tage, anzahl drehtage, arbeitstage'),
  contract: phrases(`
    nachfolgend, nachstehend, im folgenden, vertragspartner, vergütung, unterschrift, gerichtsstand,
    vereinbarung, honorar, hiermit, rechteübertragung, urlaub, ruhezeiten nachweis
  `),
  script: phrases(`
    einstellung nr, einstellungsgröße, kamerabewegung, totale, nahaufnahme, dialog, schnitt auf
  `),
  'risk-assessment': phrases(`
    eintrittswahrscheinlichkeit, schadensausmaß, schutzmaßnahmen, risiko, risikobewertung, restrisiko
  `),
}

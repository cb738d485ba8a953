import { type Lexicon, phrases } from '../lexicon.ts'

export const labels: Lexicon['labels'] = {
  title: phrases(`
    produkt, titel, produktion, projekt, produktionstitel, arbeitstitel, film, serie, filmtitel, sendetitel,
    projekttitel, spielfilm, fernsehfilm, reihe, tv film, kinofilm, werbefilm, projektname, sendung,
    kunde projekt, at
  `),
  date: phrases(`
    datum, drehdatum, tag datum, datum drehtag, tagesdispo, tagesdispo für, tagesdisposition, dispo für,
    tagesdisposition für, dispo, disposition für, drehtag datum, wochentag datum, disposition, heute,
    tagesdispo vom, dispo vom, tagesdisposition vom, drehtermin, disposition für den, tagesdispo für den,
    dispo für den, tagesdisposition für den, datum des drehtags, drehtag am
  `),
  day: phrases(`
    drehtag, drehtag nr, drehtag nummer, dt, tag, tagesdispo nr, tagesdisposition nr, dispo nr, drehtage,
    disposition nr, tagesdispo, tagesdisposition, tagesdispo nummer, drehtag no, dreh tag, dispo nummer,
    dispo, callsheet nr, call sheet nr
  `),
  revision: phrases(`
    ausgabe nr, version, fassung, revision, rev, änderung, änderungsfassung, korrektur, version nr, änderung nr, update,
    neufassung, überarbeitung, geänderte fassung, ver, geändert, versionsnummer
  `),
  issued: phrases(`
    stand, stand vom, erstellt, erstellt am, ausgegeben, ausgegeben am, versendet, versendet am, gedruckt,
    gedruckt am, datum der ausgabe, letzte änderung, aktualisiert, aktualisiert am, verschickt am,
    verteilt am, ausgabe, ausgabedatum, verfasst am, erstelldatum, druckdatum, stand dispo, zuletzt geändert,
    änderungsdatum, erstellt von, gesendet am
  `),
  crewCall: phrases(`
    arbeitsbeginn, ab, a b, arbeitsbeginn team, arbeitsbeginn allgemein, allgemeiner arbeitsbeginn, teamcall,
    team call, crew call, crewcall, team, teambeginn, arbeitsbeginn am set, call, call time, treffpunkt,
    allgemeiner call, beginn, arbeitszeit ab, teamtreffpunkt, treffen team, team am set, arbeitszeitbeginn,
    dienstbeginn, arbeitszeit, arbeitsbeginn am motiv, ab team, general call, unit call, calltime,
    team arbeitsbeginn, teamankunft, team on set, arbeitsbeginn gesamtes team, team ab, arbeitsbeginn ab,
    arbeitsbeginn drehteam, treffzeit, hauptteam, drehteam, general crew call, crew call allgemein,
    team call time, ab allgemein, treffpunkt team, arbeitsbeginn vor ort, team am motiv, arbeitszeit von,
    team a, 1 team, beginn hauptteam, arbeitsbeginn hauptteam, a unit call,
    teamstart, crewbeginn, beginn team, ankunft team, team vor ort, arbeitsbeginn crew, generalcall, start
    team, teamtreffen, arbeitsbeginn alle
  `),
  productionCall: phrases(`
    produktion, produktion am set, produktion ab, arbeitsbeginn produktion, call produktion, aufnahmeleitung,
    aufnahmeleitung am set, produktion am motiv, produktionscall, al am set, ab produktion, produktion call
  `),
  otherCall: phrases(`
    kunde, agentur, kunde agentur, agentur kunde, agentur und kunde, kunde und agentur, talents, drehbeginn, db, d b, drehstart, drehbereit, drehfertig, drehfertig um, erste klappe, 1 klappe,
    1 einstellung, erste einstellung, kamera läuft, maskenbeginn, mb, m b, beginn maske, maske ab, kostüm ab,
    maske kostüm ab, kostümbeginn, vorbau, vorbau ab, vorbaubeginn, einleuchten, einleuchten ab, stellprobe,
    probe, proben, bauprobe, leseprobe, aufbau, aufbau ab, vorlicht, vorleuchten, prelight, pre light,
    precall, pre call, second unit, 2 unit, zweites team, komparsen ab, komparsencall, komparsenbeginn,
    komparsen am set, darsteller am set, ready to shoot, abfahrt, abfahrt team, abfahrt hotel, abfahrt basis,
    abfahrt produktionsbüro, lichtbeginn, arbeitsbeginn licht, arbeitsbeginn kamera, arbeitsbeginn maske,
    arbeitsbeginn ausstattung, arbeitsbeginn kostüm, arbeitsbeginn ton, arbeitsbeginn bühne,
    arbeitsbeginn requisite, kundencall, agenturcall, kunde am set, agentur am set, technik ab, licht ab,
    kamera ab, ausstattung ab, bühne ab, ton ab, requisite ab, arbeitsbeginn technik, drehbeginn ca,
    arbeitsbeginn licht bühne, ladebeginn, technische probe, kameraprobe, erster dreh, geplanter drehbeginn,
    ankunft darsteller, set ready, motivöffnung, motiv offen ab, probe am set, fahrt zum motiv, dreh ab,
    dreh beginn,
    drehfertig alle, kamera läuft ab, kamerastart, rollende kamera, ankunft kunde, ankunft agentur
  `),
  anyCall: phrases('zeiten, uhrzeit, uhrzeiten'),
  wrap: phrases(`
    drehschluss, ds, d s, drehende, voraussichtliches drehende, voraussichtlicher drehschluss,
    vsl drehschluss, vsl drehende, vorauss drehschluss, vorauss drehende, geplanter drehschluss,
    geplantes drehende, arbeitsende, ende, drehschluss ca, feierabend, wrap, est wrap,
    ende drehtag, geschätztes drehende, ae, voraussichtliches ende, drehschluss voraussichtlich,
    voraussichtliches arbeitsende, tagesende, drehende geplant, drehschluss geplant, geschätzter drehschluss,
    vor drehschluss, vorr drehschluss, vorr drehende, arbeitsschluss, drehschluss vsl, drehende vsl, ende ca,
    dreh ende, dreh bis, geplantes ende, drehschluss gegen, drehende gegen,
    abgedreht, letzte klappe, drehschluss gepl, geplanter wrap
  `),
  meal: phrases(`
    mittag, mittagspause, mittagessen, pause, frühstück, abendessen, essen, catering, essenspause, imbiss,
    verpflegung, warmes essen, mitternachtsessen, mittagspause ca, mittag ca, drehpause, hauptmahlzeit, lunch,
    zwischenmahlzeit, brunch, abendpause, nachtessen, jause, znüni, zmittag, mittagspause ab, warme mahlzeit,
    frühstück ab, snack, zvieri, pause mittag, catering ab, frühstück für alle, mittagessen ab, 1 mahlzeit,
    2 mahlzeit, mahlzeit, essen ca
  `),
  sunrise: phrases(`
    sonne, sonnenaufgang, sa, s a, sonnenaufg, sonne auf, aufgang, sonnenaufgang um, sonne aufgang, so auf,
    sonnen aufg, sonnen aufgang, sonnenaufgang ca, aufgang sonne, sonnenaufgang untergang,
    sonne auf unter, sonnenauf untergang, sonnenauf und untergang, sonnenaufgang sonnenuntergang, sa su,
    sonnenaufgang und untergang
  `),
  sunset: phrases(`
    sonne, sonnenuntergang, su, s u, sonnenunterg, sonne unter, untergang, sonnenuntergang um, sonne untergang,
    sonnen unterg, sonnen untergang, sonnenuntergang ca, untergang sonne, sonnenaufgang untergang,
    sonne auf unter, sonnenauf untergang, sonnenauf und untergang, sonnenaufgang sonnenuntergang, sa su,
    sonnenaufgang und untergang
  `),
  location: phrases(`
    drehadresse, motiv, motive, drehort, drehorte, motivadresse, motivadressen, set, location, locations, adresse motiv,
    ort, drehortadresse, adresse drehort, motiv nr, originalmotiv, studio, drehmotiv, drehort adresse,
    motiv adresse, hauptmotiv, setadresse, set adresse, motivanschrift, anschrift motiv, motiv drehort,
    drehort motiv, motiv und adresse, motivname, realmotiv, drehort nr, adresse set, adresse der drehorte,
    motivliste, 1 motiv, 2 motiv, 3 motiv, drehorte adressen, drehlocation
  `),
  address: phrases(`
    adresse, adressen, anschrift, anfahrt, anfahrtsadresse, straße, anfahrt motiv, wegbeschreibung,
    motivadresse, motivadressen, adresse motiv, drehortadresse, adresse drehort, setadresse, set adresse,
    motivanschrift, anschrift motiv, adresse set, adresse der drehorte
  `),
  unitBase: phrases(`
    basis, base, unit base, basecamp, base camp, basislager, basis adresse, basisadresse, teambasis, unitbase,
    wohnmobile, garderoben, aufenthalt, aufenthaltsräume, basis standort, produktionsbasis, adresse basis,
    cateringbasis, aufenthalt maske, maske kostüm aufenthalt, maske garderobe, aufenthalt team,
    aufenthalt darsteller, standort basis, technikbasis, garderobe maske, aufenthalt basis, basis aufenthalt,
    basis und aufenthalt,
    maske und kostüm basis
  `),
  parking: phrases(`
    parken, parkplatz, parkplätze, parkmöglichkeit, parkmöglichkeiten, technikparken, technikparkplatz,
    teamparkplatz, parken team, parken technik, team parken, parkplatz team, fuhrpark, parken pkw, parken lkw,
    privat pkw, stellplätze, parkplatz technik, parken privat, parkflächen, parkzone, parkhaus, halteverbot,
    halteverbotszone, parkplätze team, pkw parken, teamparken, lkw stellplatz, parkplatz pkw, parkplatz lkw,
    parkplätze technik, parkplatz darsteller, parken für team, parkplatz crew, fahrzeuge technik, hvz,
    parksituation, crew parken, parken crew, technikfahrzeuge,
    pkw, fahrzeuge parken
  `),
  vendor: phrases(`
    abholung, geräteabholung, equipmentabholung, abholung technik, technikabholung, verleih, geräteverleih,
    technikverleih, kameraverleih, abholung kamera, abholung equipment, equipment pick up, lichtverleih,
    ladezeit verleih, abholung geräte, laden verleih, technik abholen, rental,
    abholung beim verleih, equipment abholung
  `),
  hospital: phrases(`
    notfall krankenhaus, arzt krankenhaus, krankenhaus, nächstes krankenhaus, nächstgelegenes krankenhaus, notaufnahme, klinik, klinikum, spital,
    nächste notaufnahme, notfallkrankenhaus, nächste klinik, nächstes spital, nächstgelegene klinik, kh,
    unfallkrankenhaus, krankenhaus notaufnahme, nächster arzt, notfallambulanz, ärztliche versorgung, notfall,
    durchgangsarzt, d arzt, krankenhaus mit notaufnahme, nächste rettungsstelle, rettungsstelle,
    medizinische versorgung, notfälle, erste hilfe krankenhaus, nächstes kkh, kkh, nächstgelegenes spital,
    nächstgelegene notaufnahme, notfallspital, ambulanz, notarzt krankenhaus, nächstgelegenes kkh, hospital,
    krankenhaus in der nähe, zentrale notaufnahme, unfallklinik
  `),
  equipment: phrases(`
    technik, equipment, sonderequipment, zusatztechnik, spezialtechnik, sondertechnik, zusatzequipment, gerät,
    sondergerät, technische anforderungen, zusätzliche technik, kameratechnik, lichttechnik,
    besondere anforderungen, sonstige anforderungen, spielfahrzeuge, technik sonder, sonderwünsche,
    anforderungen, sondergeräte, sonderausstattung, sonstiges equipment, besonderes, bild fahrzeuge,
    fahrzeuge im bild, kamera equipment, zusätzliches equipment, technik zusätzlich, extra equipment,
    besondere technik, sondertechnik kamera, bemerkungen technik,
    extra technik, technik extra, sonderbedarf
  `),
  safety: phrases(`
    sicherheit, sicherheitshinweise, arbeitssicherheit, arbeitsschutz, sicherheitshinweis, gefährdung,
    gefährdungen, gefährdungsbeurteilung, gefahren, sicherheit am set, sicherheitsbelehrung,
    gesundheitsschutz, sicherheitsunterweisung, arbeits und gesundheitsschutz, hygiene, hygienehinweise,
    covid, corona, arbeitssicherheit am set, brandschutz, arbeitsschutz und sicherheit,
    sicherheit und gesundheit, arbeitsschutzhinweise, hygienekonzept, gefahrenhinweise, unfallverhütung,
    unterweisung
  `),
  notes: phrases(`
    hinweise, hinweis, anmerkungen, anmerkung, bemerkungen, bemerkung, info, infos, informationen, wichtig,
    achtung, allgemeine hinweise, allgemeines, sonstiges, wichtige hinweise, notizen, zusatzinfo,
    allgemeine informationen, wichtige infos, info an alle, produktionshinweise, zusätzliche hinweise,
    bitte beachten, nb, allgemeine infos, wichtige informationen, besonderheiten, weitere hinweise,
    mitteilungen, dispo hinweise, ps, bemerkungen produktion, infos für alle, produktionsinfo,
    wichtiger hinweis, hinweise der produktion, anmerkungen produktion, bitte,
    organisatorisches, zur info
  `),
  weather: phrases(`
    wetter, wettervorhersage, wetterbericht, wetterprognose, wettervorschau, prognose, wetterlage,
    wetter heute, wetteraussichten, wetterdaten, wetter vorhersage, wetter am drehtag, aussichten,
    wetter prognose
  `),
  background: phrases(`
    komparsen, komparserie, kleindarsteller, statisten, statisterie, kd, komparsen kleindarsteller,
    edelkomparsen, doubles, kleindarsteller komparsen, komparsen und kleindarsteller, kleinstrollen,
    lichtdoubles, hintergrund, komparsen kd, kleindarsteller und komparsen, komparsen anzahl, statistinnen,
    edelkomparsen und kleindarsteller, lichtdouble
  `),
  advance: phrases(`
    vorschau, vorschau nächster drehtag, nächster drehtag, nächste drehtage, morgen, folgetag,
    vorschau morgen, ausblick, vorschau auf den nächsten drehtag, vorschau auf morgen, vorschau folgetag,
    die nächsten drehtage, kommende drehtage, nächster tag, vordisposition, vordispo, vorausschau,
    vorab dispo, vorschau nächste drehtage, vorabdispo, vorläufige disposition, vorläufige dispo,
    dispo morgen, nächste tage, vorschau auf die nächsten tage, am nächsten drehtag,
    vorschau für den nächsten drehtag, vorinfo nächster drehtag, vorschau für morgen, nächster dreh,
    übermorgen, vorab info morgen, weitere drehtage, vorschau drehtag, vorschau auf den folgetag,
    vorschau kommender drehtag,
    vorschau folgende drehtage, folgende drehtage, vorschau folgetage, vorschau die nächsten drehtage,
    vorschau kommende drehtage, vorschau weitere drehtage,
    die nächsten tage, wie es weitergeht
  `),
  contacts: phrases(`
    kontakt, kontakte, ansprechpartner, telefonliste, wichtige telefonnummern, telefonnummern,
    wichtige kontakte, rufnummern, wichtige rufnummern, notrufnummern, kontaktdaten, kontakte am set,
    ansprechpartner am set, telefon am set, ansprechpartnerin, kontakt am set, kontaktpersonen,
    kontakt produktion, wichtige nummern, erreichbarkeit, erreichbarkeiten, notfallnummern, notfallkontakte,
    ansprechpartner vor ort, kontakte produktion
  `),
  otherTime: phrases(`
    abholung, motivumzug, umzug, motivwechsel, umbau, abbau, umzug motiv, umzug zu motiv, pick up,
    company move, dämmerung, morgendämmerung, abenddämmerung, goldene stunde, blaue stunde, öffnungszeiten,
    mondaufgang, monduntergang, fahrzeit, fahrtzeit, transfer, ankunft, setumzug, umzug basis, verladen,
    am set, bürgerliche dämmerung, büchsenlicht, einbruch der dunkelheit, umbaupause, ruhezeit, nachtruhe,
    wechsel zu motiv, setwechsel, drehgenehmigung, einfahrt, fitting, anprobe, kostümprobe, umzug ca,
    motivumzug ca, dämmerung morgens, dämmerung abends, beginn dämmerung, ende dämmerung, shuttle ab, flut,
    ebbe, hochwasser, niedrigwasser, umzug nach, genehmigung von, motivschluss, motivnutzung, öffnungszeit
  `),
  other: phrases(`
    telefon, tel, regie, regisseur, regisseurin, produzent, produzentin, produzenten, kamera dop, drehbuch,
    autor, herstellungsleitung, produktionsleitung, pl, hl, al, set al, 1 al, filmgeschäftsführung,
    regieassistenz, 1 regieassistenz, bildgestaltung, redaktion, sender, produktionsfirma, produktionsbüro,
    büro, folge, folgen, staffel, episode, block, gesamtseiten, seiten gesamt, summe, gesamt, seiten, seite,
    darsteller, rollen, besetzung, szenen, bilder, bild, szene, transport, fahrer, e mail, email, mail,
    website, firma, kunde, agentur, polizei, feuerwehr, rettung, notruf, giftnotruf, temperatur, temperaturen,
    wind, regen, niederschlag, höchsttemperatur, tiefsttemperatur, regenwahrscheinlichkeit, karte, link,
    google maps, gps, koordinaten, what3words, w3w, funk, funkkanal, funkkanäle, kanal, kanäle, wlan,
    drehbuchfassung, drehbuch fassung, drehplan, drehplanfassung, unterschrift, gez, produktionsleiter,
    producerin, creative producer, produzentin produzent, aufnahmeleiter, 1 aufnahmeleitung,
    set aufnahmeleitung, motivaufnahmeleitung, drehtage gesamt, gesamtlänge, vorstopp, vorstoppzeit,
    sendelänge, krankenwagen, arzt, ärztlicher notdienst, ersthelfer, ersthelferin, brandschutzbeauftragter,
    sicherheitsbeauftragter, hygienebeauftragter, hygienebeauftragte, parkerlaubnis, dreherlaubnis,
    sounddesign, oberbeleuchter, tonmeister, szenenbild, kostümbild, maskenbild, außenrequisite,
    innenrequisite, caterer, sanitäter, set sanitäter, feuerwehr notruf, polizei notruf, verteiler, kopie an,
    anlage, anlagen, anhang
  `),
}

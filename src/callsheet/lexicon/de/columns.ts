import { type Lexicon, phrases } from '../lexicon.ts'

export const columns: Lexicon['columns'] = {
  number: phrases('nr, lfd nr, nummer, #, pos, rolle nr, rollen nr, lfd, dnr, d nr, rnr, rollennr, r nr'),
  scene: phrases(`
    bild, szene, bild nr, szene nr, bildnr, szenennr, sz, bilder, szenen, sz nr, bild szene, bildnummer,
    szenennummer, folge bild, f bild, flg bild, folge sz, ep sz, ep bild, ep szene, episode bild, episode szene, sc, bi, bi nr, szene bild, folge szene
  `),
  intExt: phrases(`
    i a, innen außen, ia, int ext, i e, a i, innen aussen, i/a, i a t n, i a tageszeit, innen/außen, in au,
    i a d n, int/ext, ort i a, innen außen tag nacht
  `),
  dayNight: phrases(`
    t n, tag nacht, tn, tageszeit, stimmung, d n, spieltag, zeit stimmung, lichtstimmung, t/n, tag/nacht, spielzeit,
    tag n, licht stimmung, t n d, ta na
  `),
  set: phrases(`
    motiv, dekoration, set, spielort, schauplatz, bildtitel, motiv inhalt, motiv und inhalt, szenenbild motiv,
    deko, handlungsort, motiv spielort, motiv bild, motiv set, motiv beschreibung, set motiv, setbezeichnung,
    motiv handlung, motiv kurzinhalt, hauptmotiv, untermotiv, motiv untermotiv, drehbuchmotiv,
    motiv dekoration, spielmotiv, motiv / inhalt,
    dreh motiv
  `),
  description: phrases(`
    inhalt, beschreibung, kurzinhalt, handlung, inhaltsangabe, synopsis, kurzbeschreibung, was passiert,
    szeneninhalt, bildinhalt, inhalt bemerkung, szenenbeschreibung, bildbeschreibung, kurzbeschr, inhalt kurz,
    zusammenfassung,
    was wird gedreht, geschehen, action, aktion
  `),
  pages: phrases(`
    sp, vorst, vorstopp, vorstoppzeit, seiten, s, seite, achtel, länge, 1 8, seitenzahl, vorstopp, umfang, s 8, seiten 1 8, seitenlänge,
    anz seiten, 8tel, stopp, seiten achtel, drehbuchseiten, db seiten, seitenanzahl, anzahl seiten, sl,
    seiten min, vst
  `),
  castNumbers: phrases(`
    darsteller, rollen, besetzung, figuren, dar, darst, schauspieler, darsteller rollen, rollen nr, cast,
    darst nr, rollennummern, darsteller nr, figur, rollen darsteller, darsteller innen, mitwirkende,
    darsteller im bild, rollen im bild, darstellernr, rolle nr, rollennr,
    wer spielt, rollen in szene, besetzung nr
  `),
  location: phrases('drehort, location, ort, motivort, drehort motiv, drehort adresse, originalmotiv'),
  address: phrases('adresse, anschrift, motivadresse, adresse parken, adresse anfahrt, straße'),
  character: phrases(`
    rolle, figur, rollenname, charakter, rollen name, rolle figur, rolle name, rollenbezeichnung,
    spielt
  `),
  actor: phrases(`
    darsteller, schauspieler, darstellerin, schauspielerin, besetzung, name darsteller, darsteller in,
    schauspieler in, darsteller name, künstler, darsteller innen, schauspieler innen, talent, cast
  `),
  arrival: phrases('ankunft, ankunft basis, anreise, an basis, basis'),
  pickup: phrases(`
    abholung, abholzeit, pick up, pickup, pu, abh, abfahrt, transport, fahrt, abholung um, fahrer, ab hotel,
    abholung uhr, abhol, transfer, abgeholt, abholung hotel, abholung zeit,
    fahrt ab, abholzeit hotel, abgeholt um
  `),
  makeup: phrases(`
    maske, mb, maskenzeit, maskenbeginn, maske ab, mas, make up, maske kostüm, maske/kostüm, maske um,
    in maske, mk, kostüm maske, maske uhr, haare maske, ma ko, maske haar, maske und kostüm, beginn maske,
    hmu, m k, maske hair,
    maske haare, mbp, maskenbild
  `),
  wardrobe: phrases(`
    kostüm, kost, kostümzeit, garderobe, kostüm ab, ko, kos, umziehen, kostüm uhr, gard, kostüm um,
    styling, stylist,
    kostüm umziehen
  `),
  onSet: phrases(`
    set, am set, drehfertig, drehbereit, am motiv, bereit, db, set ab, an set, fertig, on set, set uhr,
    drehbeginn, dreh, drehfertig um, set call, fertig am set, einsatz, spielbereit, bereit am set, probe,
    drehzeit, set bereit, drehf,
    am set um, set time, setzeit, vor kamera
  `),
  role: phrases(`
    funktion, position, aufgabe, tätigkeit, beruf, job, bereich funktion, rolle im team, gewerk funktion,
    stabfunktion
  `),
  name: phrases(`
    name, vorname name, name vorname, vor und nachname, mitarbeiter, nachname, vorname nachname, vorname, wer,
    person, ansprechpartner, name kontakt, mitarbeiterin, name vorname telefon
  `),
  department: phrases(`
    abteilung, department, gewerk, departement, bereich, team, gewerke, dept, abteilungen, stab
  `),
  call: phrases(`
    ab, arbeitsbeginn, beginn, call, call time, uhrzeit, zeit, arbeitszeit, calltime, call zeit, start,
    dienstbeginn, treffen, treffpunkt zeit, ankunft am set, arbeitsbeginn uhr, ab uhr, von, disponiert, um,
    beginn uhr, ab set
  `),
  wrap: phrases('ende, arbeitsende, drehschluss, schluss, ae, bis, ds, wrap, feierabend, drehende, est wrap'),
  phone: phrases(`
    telefon, tel, handy, mobil, handynummer, mobilnummer, telefonnummer, mobiltelefon, rufnummer, tel nr,
    nummer, kontakt, handy nr, mobile, telefon mobil, mobil nr, tel mobil, fon
  `),
  email: phrases('e mail, email, mail, mailadresse, e mail adresse'),
  remarks: phrases(`
    bemerkung, bemerkungen, anmerkung, anmerkungen, hinweis, hinweise, info, sonstiges, notiz, notizen, infos,
    besonderheiten, zusatzinfo, kommentar, requisite, sonst, bem, anm, zusatz, besonderes
  `),
  time: phrases(`
    zeit, uhrzeit, von, uhr, beginn, von bis, dauer, zeiten, um, wann, start, drehzeit, zeitplan zeit,
    uhr zeit
  `),
  activity: phrases(`
    ablauf, was, aktion, programm, tagesablauf, ereignis, tätigkeit, zeitplan, vorgang, termin, programmpunkt
  `),
  date: phrases('datum, tag, drehtag, drehdatum, wochentag'),
  status: phrases('status, st'),
}

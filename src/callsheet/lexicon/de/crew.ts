import { type Lexicon, phrases } from '../lexicon.ts'

export const departments: Lexicon['departments'] = {
  production: phrases(`
    produktion, produktionsabteilung, produktionsteam, produktionsleitung, produktionsbüro, herstellung
  `),
  direction: phrases('regie, regieabteilung, regieteam, regie team'),
  camera: phrases('kamera, kameraabteilung, kamerateam, bildgestaltung, kamera department, kamera abteilung'),
  electric: phrases(`
    licht, beleuchtung, lichtabteilung, beleuchter, elektrik, licht department, lichtteam,
    beleuchtungsabteilung, licht abteilung, beleuchtungsteam
  `),
  grip: phrases('bühne, grip, kamerabühne, bühnenabteilung, drehbühne, kamera bühne'),
  gripElectric: phrases(`
    licht bühne, licht und bühne, licht grip, beleuchtung bühne, licht & bühne, beleuchtung grip
  `),
  sound: phrases('ton, tonabteilung, sound, tonteam, ton abteilung, o ton'),
  art: phrases(`
    ausstattung, szenenbild, szenografie, art department, dekoration, set dressing, ausstattungsabteilung,
    set deko, szenenbildabteilung, szenenbild requisite, ausstattung requisite, setdressing
  `),
  props: phrases(`
    requisite, requisiten, innenrequisite, außenrequisite, set requisite, requisitenabteilung, requisiteure
  `),
  construction: phrases('baubühne, bau, dekobau, bauabteilung, szenenbau, kulissenbau'),
  wardrobe: phrases(`
    kostüm, kostüme, garderobe, kostümbild, kostümabteilung, kostüm garderobe, garderobiere, garderobieren
  `),
  makeup: phrases(`
    maske, maskenbild, make up, maskenabteilung, hair make up, maske haare, maske und haare, masken,
    maskenbildner
  `),
  transport: phrases(`
    fahrer, transport, fuhrpark, produktionsfahrer, fahrdienst, setfahrer, fahrerinnen, fahrer fuhrpark,
    disponent fahrer
  `),
  catering: phrases('catering, caterer, verpflegung, setcatering, set catering, craft'),
  locations: phrases(`
    aufnahmeleitung, motivaufnahmeleitung, set aufnahmeleitung, locations, motive, al, location department,
    motivabteilung, set al, setaufnahmeleitung
  `),
  stunts: phrases('stunt, stunts, stuntteam, stuntabteilung, stuntkoordination'),
  sfx: phrases(`
    sfx, spezialeffekte, special effects, pyrotechnik, effekte, spezialeffekt, waffenmeister, waffen
  `),
  vfx: phrases('vfx, visuelle effekte, visual effects'),
  video: phrases('dit, video, playback, videooperator, video operator, data, video assist, ausspielung'),
  script: phrases('script, continuity, script continuity, skript'),
  medic: phrases('sanitäter, set sanitäter, medic, sanitätsdienst, arzt, sani, setsanitäter, ersthelfer'),
  security: phrases(`
    bewachung, security, sicherheitsdienst, set security, objektschutz, nachtwache, absperrung, wachdienst
  `),
  stills: phrases('standfoto, standfotograf, standfotografin, setfotograf, standfotografie, presse, setfoto'),
  accounting: phrases('filmgeschäftsführung, buchhaltung, fgf'),
  background: phrases('komparsen, komparserie, statisten, kleindarsteller, komparsenbetreuung'),
  cast: phrases('darsteller, schauspieler, darsteller innen, ensemble'),
  editorial: phrases('schnitt, postproduktion, montage, schnittabteilung, post'),
  animals: phrases('tiere, tiertrainer, filmtiere, tiertraining'),
  technical: phrases('technik'),
}

export const roles: Lexicon['roles'] = {
  director: phrases('regie, regisseur, regisseurin'),
  producer: phrases('produzent, produzentin'),
  lineProducer: phrases('herstellungsleitung, line producer, herstellungsleiter, herstellungsleiterin'),
  productionManager: phrases('produktionsleitung, produktionsleiter, produktionsleiterin'),
  unitManager: phrases(`
    aufnahmeleitung, aufnahmeleiter, aufnahmeleiterin, set aufnahmeleitung, set al, 1 aufnahmeleitung, 1 al,
    setaufnahmeleitung, 1 aufnahmeleiter, set aufnahmeleiter, set aufnahmeleiterin
  `),
  locationManager: phrases(`
    motivaufnahmeleitung, location manager, motiv al, motivaufnahmeleiter, motivaufnahmeleiterin,
    location scout
  `),
  productionAssistant: phrases(`
    produktionsassistenz, setrunner, runner, set runner, produktionsassistent, produktionsassistentin, set pa,
    setpraktikant
  `),
  firstAd: phrases(`
    1 regieassistenz, regieassistenz, 1 regieassistent, 1 regieassistentin, 1 ad, regieassistent,
    regieassistentin, 1st ad
  `),
  secondAd: phrases('2 regieassistenz, 2 regieassistent, 2 regieassistentin, 2 ad, 2nd ad, komparsenführung'),
  thirdAd: phrases('3 regieassistenz, regiepraktikant, 3 ad, 3rd ad'),
  dop: phrases(`
    kamera, kameramann, kamerafrau, bildgestaltung, dop, director of photography, dp, kamera dop, dop kamera,
    bildgestalter
  `),
  cameraOperator: phrases(`
    schwenker, kameraoperator, a kamera operator, operator, kameraschwenk, camera operator, schwenkerin
  `),
  steadicam: phrases('steadicam, steadicam operator'),
  focusPuller: phrases(`
    1 kameraassistenz, 1 kameraassistent, 1 kameraassistentin, schärfe, focus puller, 1 ac, 1st ac,
    schärfenassistent, kameraassistenz, schärfezieher, 1 kamera assistenz, a kamera 1 ac, 1 assistenz kamera,
    1 ka, schärfenassistenz
  `),
  loader: phrases(`
    2 kameraassistenz, 2 kameraassistent, 2 kameraassistentin, materialassistent, 2 ac, 2nd ac, klappe,
    2 kamera assistenz, materialassistenz, 2 assistenz kamera, 2 ka
  `),
  dit: phrases('dit, data wrangler, datenmanager'),
  videoOperator: phrases('video operator, videooperator, video assist'),
  gaffer: phrases('oberbeleuchter, oberbeleuchterin, gaffer, ob, lichtbestimmer'),
  electrician: phrases('beleuchter, beleuchterin, elektriker, lichttechniker, 1 beleuchter, best boy'),
  keyGrip: phrases('key grip, kamerabühne, 1 bühne, 1 grip, bühnenmeister'),
  grip: phrases('grip, bühne, dolly grip, bühnentechniker, best boy grip'),
  soundMixer: phrases('tonmeister, tonmeisterin, ton, filmtonmeister, filmtonmeisterin, sound mixer'),
  boomOperator: phrases(`
    tonassistenz, tonassistent, tonassistentin, angler, tonangler, boom operator, mikrofonassistent
  `),
  productionDesigner: phrases('szenenbild, szenenbildner, szenenbildnerin, production designer'),
  propsMaster: phrases(`
    innenrequisite, innenrequisiteur, requisiteur, requisiteurin, set requisite, innenrequisiteurin
  `),
  costumeDesigner: phrases('kostümbild, kostümbildner, kostümbildnerin'),
  wardrobe: phrases('garderobiere, garderobier, garderobe, kostümassistenz, setgarderobe, set kostüm'),
  makeupArtist: phrases(`
    maskenbild, maskenbildner, maskenbildnerin, maske, chefmaske, make up artist, maskenassistenz
  `),
  hairdresser: phrases('friseur, friseurin, hairstylist'),
  scriptSupervisor: phrases('continuity, script, script supervisor, script continuity'),
  driver: phrases('fahrer, fahrerin, produktionsfahrer, produktionsfahrerin, setfahrer, technikfahrer'),
  medic: phrases('sanitäter, sanitäterin, set sanitäter, setsanitäter, medic'),
  stillsPhotographer: phrases('standfotograf, standfotografin, setfotograf, standfoto, setfotografin'),
}

import { type Lexicon, phrases } from '../lexicon.ts'

export const departments: Lexicon['departments'] = {
  production: phrases('produkcja, pion produkcji, produkcji, pion produkcyjny, dział produkcji'),
  direction: phrases('reżyseria, pion reżyserski, pion reżyserii, reżyserski, asystenci reżysera'),
  camera: phrases(`
    kamera, pion kamery, pion operatorski, operatorzy, operatorska, zdjęcia, operatorski, pion zdjęciowy,
    ekipa operatorska, dział kamery, obraz, operatorka
  `),
  electric: phrases(`
    światło, pion oświetleniowy, oświetlenie, oświetlacze, oświetleniowcy, elektrycy, pion światła,
    ekipa oświetleniowa, świetlni, pion oświetlenia, oświetleniowy, baza oświetleniowa
  `),
  grip: phrases(`
    grip, wózkarze, pion grip, gripy, wózek, technika sceny, gripowie, pion gripów, grip kamera
  `),
  sound: phrases('dźwięk, pion dźwięku, udźwiękowienie, dźwiękowcy, pion dźwiękowy, ekipa dźwiękowa'),
  art: phrases(`
    scenografia, pion scenografii, dekoracja, dekoratorzy, pion scenograficzny, dekoracja wnętrz, wnętrza,
    dekoratorka wnętrz, dekorator wnętrz
  `),
  construction: phrases('budowa, budowa dekoracji, dyżurni, dyżur techniczny, dyżurny plan, dyżurni planu'),
  props: phrases('rekwizyty, rekwizyt, rekwizytorzy, pion rekwizytów, rekwizytornia'),
  wardrobe: phrases('kostiumy, pion kostiumów, kostium, garderoba, pion kostiumowy, kostiumografia'),
  makeup: phrases(`
    charakteryzacja, pion charakteryzacji, charakteryzatorzy, make up, mua, fryzury, fryzjerzy,
    charakteryzacja i fryzury, pion charakteryzatorski, make up i fryzury
  `),
  transport: phrases(`
    transport, kierowcy, pion transportu, kierowca, transport osobowy, transport techniczny
  `),
  catering: phrases('catering, bufet, kuchnia, bufet planowy'),
  locations: phrases('lokacje, kierownictwo planu, location, obiekty, pion lokacji, administracja obiektu'),
  sfx: phrases('efekty specjalne, sfx, pirotechnika, pirotechnicy, efekty, broń'),
  vfx: phrases('vfx, efekty wizualne, efekty komputerowe'),
  stunts: phrases('kaskaderzy, kaskader, ekipa kaskaderska, sceny kaskaderskie'),
  video: phrases('dit, data wrangler, data, video, wideo, podgląd, vtr, playback, vtr operator'),
  security: phrases('ochrona, security, ochrona planu, agencja ochrony'),
  medic: phrases('medyk, ratownik, ratownik medyczny, opieka medyczna, ratownicy, zabezpieczenie medyczne'),
  stills: phrases('fotosista, fotos, fotosy, promocja'),
  background: phrases('statyści, statysta, statystka, epizody, statystów'),
  cast: phrases('aktorzy, aktorzy i epizody'),
  script: phrases('script, scriptka, sekretariat planu, sekretarka planu, script supervisor'),
  technical: phrases('ekipa techniczna, technika, pion techniczny'),
  editorial: phrases('postprodukcja, montażysta'),
  animals: phrases('zwierzęta, treserzy, treser'),
  accounting: phrases('księgowość'),
}

export const roles: Lexicon['roles'] = {
  director: phrases('reżyser, reżyserka, reż'),
  producer: phrases('producent, producentka'),
  lineProducer: phrases('producent liniowy, producent wykonawczy'),
  productionManager: phrases('kierownik produkcji, kierowniczka produkcji, kier produkcji, kierownik prod'),
  unitManager: phrases(`
    kierownik planu, kierowniczka planu, kier planu, ii kierownik produkcji, 2 kierownik produkcji
  `),
  locationManager: phrases('location manager, kierownik lokacji, lokacje, kierownik obiektów'),
  productionAssistant: phrases(`
    asystent produkcji, asystentka produkcji, as produkcji, asystent planu, runner
  `),
  firstAd: phrases(`
    ii reżyser, drugi reżyser, druga reżyserka, ii reżyserka, 2 reżyser, i asystent reżysera, 1 ad, 1st ad,
    i asystentka reżysera
  `),
  secondAd: phrases(`
    asystent reżysera, asystentka reżysera, ii asystent reżysera, as reżysera, 2 asystent reżysera, 2nd ad,
    ii asystentka reżysera
  `),
  thirdAd: phrases('iii asystent reżysera, asystent reżysera ds epizodów, 3 asystent reżysera'),
  dop: phrases(`
    autor zdjęć, autorka zdjęć, operator obrazu, operatorka obrazu, operator zdjęć, dop, zdjęcia
  `),
  cameraOperator: phrases('operator kamery, operatorka kamery, szwenkier, operator kamery a, szwenk'),
  steadicam: phrases('operator steadicam, operator steadicamu, steadicam'),
  focusPuller: phrases(`
    ostrzyciel, ostrzycielka, i asystent kamery, 1 asystent kamery, i asystent operatora, 1st ac,
    focus puller, 1 asystent operatora, ostrzyciel kamery a, i asystentka kamery, ostrzyciel cam a
  `),
  loader: phrases(`
    ii asystent kamery, 2 asystent kamery, ii asystent operatora, asystent kamery, asystentka kamery,
    asystent operatora, 2nd ac, klapser, ii asystentka kamery, klapserka
  `),
  dit: phrases('dit, data wrangler'),
  videoOperator: phrases('operator podglądu, operator video, vtr, video assist, podgląd'),
  gaffer: phrases('gaffer, mistrz oświetlenia, szef oświetlenia, szef światła, mistrz światła'),
  electrician: phrases('oświetlacz, oświetleniowiec, elektryk'),
  keyGrip: phrases('key grip, szef gripu, mistrz sceny'),
  grip: phrases('grip, wózkarz, dolly grip'),
  soundMixer: phrases(`
    operator dźwięku, dźwiękowiec, reżyser dźwięku, realizator dźwięku, operatorka dźwięku, sound mixer
  `),
  boomOperator: phrases(`
    mikrofoniarz, asystent dźwięku, boom operator, tyczkarz, asystentka dźwięku, mikrofoniarka
  `),
  productionDesigner: phrases('scenograf, scenografka, production designer'),
  propsMaster: phrases('rekwizytor, rekwizytorka, rekwizytor planowy'),
  costumeDesigner: phrases('kostiumograf, kostiumografka, autor kostiumów, autorka kostiumów'),
  wardrobe: phrases('garderobiana, garderobiany, asystent kostiumografa, asystentka kostiumografa'),
  makeupArtist: phrases('charakteryzator, charakteryzatorka, make up artist, mua'),
  hairdresser: phrases('fryzjer, fryzjerka, stylista fryzur'),
  scriptSupervisor: phrases('script, scriptka, sekretarka planu, sekretarz planu, script supervisor'),
  driver: phrases('kierowca'),
  medic: phrases('ratownik medyczny, medyk, ratownik'),
  stillsPhotographer: phrases('fotosista, fotosistka, fotograf planu'),
}

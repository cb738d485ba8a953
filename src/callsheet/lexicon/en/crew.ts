import { type Lexicon, phrases } from '../lexicon.ts'

export const departments: Lexicon['departments'] = {
  production: phrases('production, production office, prod, production dept, production department'),
  direction: phrases(`
    direction, directing, ads, assistant directors, ad dept, directors, director's department, ad department,
    assistant director department, directing department
  `),
  camera: phrases('camera, camera dept, camera department, camera crew, camera team'),
  electric: phrases(`
    electric, electrical, lighting, electrics, set lighting, electric department, sparks, lx, electricians,
    lighting department, lighting dept, electric dept, electrical department, rigging electric
  `),
  grip: phrases('grip, grips, grip department, key grip, grip dept, rigging grip'),
  gripElectric: phrases('g e, grip electric, grip and electric, grip lighting, grip & electric, g&e, swing'),
  sound: phrases('sound, sound department, sound dept, audio, production sound'),
  art: phrases(`
    art, art department, art dept, set dec, set decoration, set dressing, production design, set dec dept,
    set decorating, standby art
  `),
  props: phrases('props, property, prop department, props department, props dept, standby props, prop'),
  wardrobe: phrases(`
    wardrobe, costume, costumes, costume department, wardrobe department, costume dept, wardrobe dept
  `),
  makeup: phrases(`
    hair make up, hair makeup, makeup, make up, hair, hmu, hair & make up, hair and makeup, hair and make up,
    make up hair, makeup hair, make up and hair, vanities, hair & makeup, makeup & hair, makeup and hair,
    make up department, makeup department, hair department, hair and make up department, glam
  `),
  transport: phrases(`
    transport, transportation, transpo, drivers, unit drivers, transport department, transport dept,
    transportation department
  `),
  catering: phrases('catering, caterer, caterers, craft services, crafty, craft service, crafts, craft'),
  locations: phrases(`
    locations, location department, locations dept, location dept, locations department, location management
  `),
  stunts: phrases('stunts, stunt department, stunt, stunt team, stunts department'),
  sfx: phrases('sfx, special effects, spfx, fx, sfx department, special fx, armoury, armourer'),
  vfx: phrases('vfx, visual effects, vfx department'),
  video: phrases('dit, video, vtr, playback, video playback, video assist, vt, video operator'),
  script: phrases('script, script supervisor, continuity, script department'),
  medic: phrases('medic, set medic, unit medic, medical, medics, health and safety, unit nurse'),
  security: phrases('security, unit security'),
  construction: phrases('construction, construction department, construction dept, standby construction'),
  stills: phrases('stills, still photographer, stills photographer, publicity, unit photographer'),
  accounting: phrases('accounting, accounts, accounts department'),
  background: phrases('background, extras, crowd, supporting artists, bg, crowd department'),
  cast: phrases('cast, talent, actors, artistes'),
  editorial: phrases('editorial, post production, post, editing, edit'),
  animals: phrases('animals, animal dept, animal handlers, animal department'),
}

export const roles: Lexicon['roles'] = {
  director: phrases('director'),
  producer: phrases('producer'),
  lineProducer: phrases('line producer'),
  productionManager: phrases('upm, unit production manager, production manager, pm'),
  unitManager: phrases('unit manager, set manager, assistant unit manager'),
  locationManager: phrases('location manager, locations manager, lm'),
  productionAssistant: phrases('production assistant, pa, set pa, runner, floor runner, set runner'),
  firstAd: phrases('1st ad, first ad, 1st assistant director, first assistant director, 1ad'),
  secondAd: phrases('2nd ad, second ad, 2nd assistant director, second assistant director, 2ad, key 2nd ad'),
  thirdAd: phrases('3rd ad, third ad, 3rd assistant director, third assistant director, 2nd 2nd ad'),
  dop: phrases('dop, dp, director of photography, cinematographer, d o p, d p'),
  cameraOperator: phrases(`
    camera operator, a camera operator, a cam operator, a cam op, camera op, operator
  `),
  steadicam: phrases('steadicam, steadicam operator, steadicam op'),
  focusPuller: phrases(`
    focus puller, 1st ac, first ac, 1st assistant camera, first assistant camera, a cam 1st ac, 1ac,
    1st assistant cameraman, a camera 1st ac, a cam focus puller, a cam 1st assistant, focus
  `),
  loader: phrases(`
    clapper loader, 2nd ac, second ac, 2nd assistant camera, second assistant camera, loader, 2ac,
    a cam 2nd ac, clapper
  `),
  dit: phrases('dit, digital imaging technician, data wrangler, data manager'),
  videoOperator: phrases('video operator, video assist, vtr operator, playback operator, video playback'),
  gaffer: phrases('gaffer, chief lighting technician, clt'),
  electrician: phrases('electrician, spark, lighting technician, electric, set lighting technician'),
  keyGrip: phrases('key grip'),
  grip: phrases('grip, dolly grip, best boy grip'),
  soundMixer: phrases('sound mixer, production sound mixer, sound recordist, mixer, sound'),
  boomOperator: phrases('boom operator, boom op, boom, 1st assistant sound, first assistant sound'),
  productionDesigner: phrases('production designer'),
  propsMaster: phrases('props master, prop master, property master'),
  costumeDesigner: phrases('costume designer'),
  wardrobe: phrases('costume standby, standby costume, set costumer, wardrobe assistant, costumer'),
  makeupArtist: phrases('make up artist, makeup artist, mua, key makeup, key make up, head of makeup, hmua'),
  hairdresser: phrases('hair stylist, hairstylist, hairdresser, key hair, head of hair'),
  scriptSupervisor: phrases('script supervisor, continuity, scripty, script sup'),
  driver: phrases('driver, unit driver, camera truck driver'),
  medic: phrases('medic, set medic, unit medic, unit nurse, paramedic'),
  stillsPhotographer: phrases('stills photographer, still photographer, unit stills, stills'),
}

import { type Lexicon, phrases } from '../lexicon.ts'

export const departments: Lexicon['departments'] = {
  production: phrases('production, équipe production, prod, département production, administration'),
  direction: phrases(`
    mise en scène, réalisation, équipe mise en scène, mes, équipe réalisation, assistants mise en scène,
    département mise en scène
  `),
  camera: phrases(`
    image, caméra, équipe image, équipe caméra, prise de vue, prise de vues, département image, caméra image,
    image caméra
  `),
  electric: phrases(`
    électricité, lumière, électriciens, électros, équipe lumière, équipe électrique, électro, éclairage,
    équipe électricité, équipe électro, département lumière, électriciens éclairagistes
  `),
  grip: phrases(`
    machinerie, machinistes, machino, équipe machinerie, machinos, grip, équipe machino,
    département machinerie
  `),
  gripElectric: phrases(`
    électricité machinerie, lumière machinerie, électro machino, électros machinos, lumière et machinerie
  `),
  sound: phrases('son, équipe son, département son, prise de son'),
  art: phrases(`
    décoration, déco, décors, équipe déco, équipe décoration, ensembliers, département décoration,
    équipe décor, déco accessoires, décoration accessoires
  `),
  props: phrases(`
    accessoires, accessoiristes, équipe accessoires, accessoiriste, accessoire, accessoires plateau
  `),
  construction: phrases('construction, menuiserie, constructeurs, équipe construction, rippeurs, peinture'),
  wardrobe: phrases(`
    costumes, costume, habillage, équipe costumes, habilleuses, hab, habilleurs, département costumes,
    équipe costume
  `),
  makeup: phrases(`
    maquillage, coiffure, hmc, maquillage coiffure, maquillage et coiffure, coiffure maquillage, équipe hmc,
    maquillage coiffure hmc, maq coiff, équipe maquillage, équipe coiffure, équipe maquillage coiffure,
    coiffure et maquillage, département hmc
  `),
  transport: phrases(`
    transport, transports, chauffeurs, conducteurs, véhicules, chauffeur, équipe transport, logistique
  `),
  catering: phrases('cantine, catering, restauration, traiteur, cuisine, équipe cantine'),
  locations: phrases(`
    régie, régisseurs, équipe régie, repérages, repérage, département régie, régie générale
  `),
  stunts: phrases('cascades, cascadeurs, équipe cascades, cascade, régleur cascades'),
  sfx: phrases('effets spéciaux, sfx, effets spéciaux plateau, artificiers, armurier, équipe sfx, armes'),
  vfx: phrases('vfx, effets visuels, trucages, équipe vfx'),
  video: phrases(`
    dit, vidéo, retour vidéo, combo, data, opérateur vidéo, vidéo assist, équipe vidéo, playback
  `),
  script: phrases('scripte, script, scriptes, continuité'),
  medic: phrases('infirmerie, secouriste, médecin, infirmier, secouristes, infirmière, médical'),
  security: phrases(`
    gardiennage, agents de sécurité, service de sécurité, gardiens, maîtres chiens, agent de sécurité
  `),
  stills: phrases(`
    photographe de plateau, photographe, making of, photo plateau, photographe plateau, presse
  `),
  accounting: phrases('comptabilité, administration production, équipe comptabilité'),
  background: phrases('figuration, figurants, silhouettes, équipe figuration'),
  cast: phrases('comédiens, artistes, distribution, rôles, acteurs'),
  editorial: phrases('montage, post production, postproduction, équipe montage'),
  animals: phrases('animaux, animalier, dresseurs, dresseur'),
  technical: phrases('technique, équipe technique, techniciens'),
}

export const roles: Lexicon['roles'] = {
  director: phrases('réalisateur, réalisatrice, réal, réalisation'),
  producer: phrases('producteur, productrice'),
  lineProducer: phrases('producteur exécutif, productrice exécutive, producteur délégué'),
  productionManager: phrases(`
    directeur de production, directrice de production, dir prod, directeur de prod, directrice de prod
  `),
  unitManager: phrases(`
    régisseur général, régisseuse générale, rg, régisseur plateau, régisseur, régie générale, régisseuse
  `),
  locationManager: phrases(`
    repéreur, repéreuse, régisseur repérages, responsable repérages, location manager
  `),
  productionAssistant: phrases(`
    assistant de production, assistante de production, auxiliaire de régie, assistant régie, runner,
    assistante régie, régisseur adjoint
  `),
  firstAd: phrases(`
    1er assistant réalisateur, 1er assistant mise en scène, 1ère assistante réalisateur,
    premier assistant réalisateur, 1er assistant réal, 1re assistante mise en scène,
    1ère assistante mise en scène, première assistante réalisateur, premier assistant mise en scène,
    1er assistant réalisation, assistant réalisateur, assistante réalisateur, 1er ass réal
  `),
  secondAd: phrases(`
    2nd assistant réalisateur, 2ème assistant réalisateur, second assistant réalisateur,
    2e assistant réalisateur, 2nd assistant mise en scène, 2ème assistant mise en scène,
    2e assistant mise en scène, deuxième assistant réalisateur, 2nde assistante mise en scène,
    seconde assistante réalisateur
  `),
  thirdAd: phrases(`
    3ème assistant réalisateur, 3e assistant réalisateur, auxiliaire mise en scène,
    3ème assistant mise en scène
  `),
  dop: phrases(`
    directeur de la photographie, directrice de la photographie, chef opérateur, chef op, dop,
    directeur photo, chef opérateur image, cheffe opératrice, dir photo
  `),
  cameraOperator: phrases('cadreur, cadreuse, opérateur caméra, cadre'),
  steadicam: phrases('steadicam, opérateur steadicam, steadicamer'),
  focusPuller: phrases(`
    1er assistant opérateur, 1er assistant caméra, 1ère assistante opératrice, 1er assistant image, pointeur,
    premier assistant opérateur, 1ère assistante caméra, premier assistant caméra, 1er ac,
    1er assistant opérateur prise de vues, 1re assistante caméra, 1er ass cam, 1er ass opérateur,
    1er assistant caméra a, pointeuse, 1ère assistante image
  `),
  loader: phrases(`
    2nd assistant opérateur, 2ème assistant opérateur, 2nd assistant caméra, 2ème assistant caméra,
    2e assistant caméra, deuxième assistant caméra, 2nd assistant image, seconde assistante opératrice,
    second assistant caméra, 2nde assistante caméra
  `),
  dit: phrases('dit, data manager, ingénieur de la vision'),
  videoOperator: phrases(`
    assistant vidéo, opérateur vidéo, retour vidéo, assistante vidéo, video assist, combo
  `),
  gaffer: phrases(`
    chef électricien, chef électro, cheffe électricienne, gaffer, chef électricien prise de vues,
    chef éclairagiste, chef elec
  `),
  electrician: phrases(`
    électricien, électricienne, électro, électricien prise de vues, best boy, sous chef électricien
  `),
  keyGrip: phrases(`
    chef machiniste, chef machino, cheffe machiniste, chef machiniste prise de vues, chef mach
  `),
  grip: phrases('machiniste, machino, sous chef machiniste'),
  soundMixer: phrases(`
    chef opérateur son, ingénieur du son, ingénieure du son, chef op son, opérateur son,
    cheffe opératrice son, preneur de son, ingé son
  `),
  boomOperator: phrases('perchman, assistant son, perchiste, assistante son, 1er assistant son, perchwoman'),
  productionDesigner: phrases('chef décorateur, cheffe décoratrice, chef déco, décorateur, décoratrice'),
  propsMaster: phrases('accessoiriste, accessoiriste de plateau, accessoiriste plateau'),
  costumeDesigner: phrases(`
    chef costumier, cheffe costumière, créateur de costumes, créatrice de costumes, costumier, costumière,
    chef costumière
  `),
  wardrobe: phrases('habilleuse, habilleur'),
  makeupArtist: phrases('chef maquilleur, cheffe maquilleuse, maquilleuse, maquilleur, chef maquilleuse'),
  hairdresser: phrases('chef coiffeur, cheffe coiffeuse, coiffeuse, coiffeur, chef coiffeuse'),
  scriptSupervisor: phrases('scripte, script'),
  driver: phrases('chauffeur, conducteur, chauffeuse, conductrice'),
  medic: phrases('infirmier, infirmière, secouriste, médecin'),
  stillsPhotographer: phrases('photographe de plateau, photographe, photographe plateau'),
}

import { type Lexicon, phrases } from '../lexicon.ts'

export const columns: Lexicon['columns'] = {
  number: phrases('n, no, num, numéro, #, n rôle, no rôle, réf, n°, n comédien, id, n perso'),
  scene: phrases(`
    séq, séquence, seq, séquences, n séq, no séq, n séquence, séqs, sq, scène, sc, scènes, n seq, no séquence,
    sequence, n scène, séq n, numéro de séquence, séqu, séq no, ep séq, épisode séquence, ép séq, ép sc, épisode scène, ép n séq
  `),
  intExt: phrases(
    'lum, i e, int ext, ie, int/ext, i/e, intérieur extérieur, int ext j n, i e j n, int, in ex',
  ),
  dayNight: phrases(`
    j n, effet, effets, jour nuit, jn, j/n, jour/nuit, lumière, ambiance, effet lumière, moment, jo nu,
    effet j n, jour, j n a c
  `),
  set: phrases(`
    lieu et description, décor, décors, décor et résumé, décor résumé, intitulé, intitulé décor, décor scénario, décor description,
    décors et résumés, effet décor, lieu, lieux, décor action, décor intitulé, titre, décors scénario,
    int ext décor effet, décor / résumé, nom du décor, décor réel, décor jeu, sous décor, décor joué,
    décor scénaristique, int ext effet décor, décor sous décor,
    lieu de l action
  `),
  description: phrases(`
    résumé, description, action, synopsis, résumé de la séquence, contenu, descriptif, résumé action, actions,
    résumé de l'action, résumé séquence, intrigue, description de la séquence, histoire, résumé court,
    que se passe t il, ce qu on tourne
  `),
  pages: phrases(`
    8es, pages, page, pg, nb pages, 1 8, huitièmes, durée, minutage, longueur, nbre pages, nb pg, p, pp,
    pré minutage, préminutage, nb de pages, nbre de pages, 8e, nb p, 8èmes, 8ème, nombre de pages, pages 8e,
    mn, durée utile, min, timing, 1/8, chrono, prémin, pages 1 8, nb
  `),
  castNumbers: phrases(`
    rôles, comédiens, personnages, artistes, interprètes, distribution, n rôles, no rôles, perso, comédiens n,
    acteurs, cast, rôles n, n comédiens, persos, personnages n, rôle n, comédiens personnages, numéros rôles,
    artistes interprètes, pers,
    qui joue, comédiens présents, présents
  `),
  location: phrases(`
    lieu de tournage, adresse lieu, lieux de tournage, lieu, décor réel, localisation, décor lieu,
    nom du lieu, lieu tournage, site
  `),
  address: phrases(`
    adresse, adresses, adresse du lieu, adresse accès, adresse du décor, adresse décor, adresse et accès
  `),
  character: phrases(`
    rôle, personnage, rôles, nom du rôle, rôle personnage, personnages, nom du personnage, dans le rôle de,
    perso,
    joue
  `),
  actor: phrases(`
    comédien, comédienne, acteur, actrice, artiste, interprète, comédiens, comédien ne, artistes,
    comédien nom, nom comédien, nom du comédien, comédien(ne), interprètes, noms, artiste interprète,
    nom de l'artiste, talent, acteurs, comédiens comédiennes,
    interprété par, joué par, qui
  `),
  arrival: phrases('arrivée, arrivée base, arr, arrivée à la base'),
  pickup: phrases(`
    cueillette, prise, pick up, pu, pickup, ramassage, départ, transport, départ hôtel, rdv domicile, heure de prise,
    départ domicile, voiture, chauffeur, prise en charge, pec, p u, dép, heure départ, départ vers base,
    pick up à, domicile, trajet, ramassage à, dépt, p/up, départ à, prise à, véhicule
  `),
  makeup: phrases(`
    hmc, maquillage, maq, mq, coiffure, maquillage coiffure, maq coif, hm, mc, maq coiffure,
    coiffure maquillage, m c, h m c, rdv hmc, heure hmc, début hmc, maquillage coiff, convocation hmc,
    rdv maquillage, maquillage à, hmc à, loges, arrivée hmc, arrivée loges, coif, coiff, make up, entrée hmc,
    maq hab,
    maquillage coif, maq/coif
  `),
  wardrobe: phrases(`
    habillage, costume, costumes, hab, cost, hab costume, habillage costumes, costume à, habillage à,
    essayage,
    stylisme, styliste, style,
    habill
  `),
  onSet: phrases(`
    pat, prêt, sur plateau, plateau, prêt à tourner, set, sur set, p a t, prêt plateau, prêt à,
    sur le plateau, prête, prêts, mise en place, prêt pour, heure pat, on set, tournage, prêt tournage,
    répétition, prêt e, pat plateau, mep, plateau à, pat à,
    arrivée plateau
  `),
  role: phrases(`
    fonction, poste, emploi, qualité, titre, intitulé du poste, fonctions, métier, postes, poste fonction
  `),
  name: phrases(`
    nom, prénom nom, nom prénom, nom et prénom, prénom et nom, noms, prénom, nom complet, technicien,
    nom contact, qui, équipe nom, technicien ne
  `),
  department: phrases(`
    département, service, équipe, poste département, département poste, équipes, dépt poste, départements,
    dpt, section, services, pôle
  `),
  call: phrases(`
    appel, convocation, rdv, rendez vous, heure, horaire, heure de convocation, call, convoc, horaires, heure rdv,
    call time, arrivée, rdv à, début, convocation à, convocations, h convoc, convoqué à, heure de rdv,
    heure convoc, conv, h rdv, rdv sur place, in, convoqués à, prise de service, présence
  `),
  wrap: phrases(`
    fin, fin de journée, fin prévue, wrap, heure de fin, out, départ, fin de service, libération, libéré à
  `),
  phone: phrases(`
    téléphone, tél, tel, portable, mobile, n téléphone, no tél, numéro de téléphone, n tél, téléphones,
    n portable, contact, numéro, gsm, tél portable, coordonnées, tél mobile
  `),
  email: phrases('e mail, email, mail, courriel, adresse mail, adresse e mail, mails'),
  remarks: phrases(`
    remarques, observations, notes, remarque, obs, commentaires, divers, infos, note, info, rem, observation,
    besoins, particularités, précisions, commentaire, besoins spécifiques, accessoires, informations
  `),
  time: phrases(`
    pat, prêt à tourner, heure, horaire, heures, horaires, de à, début, h, timing, quand, durée, créneau, horaires prévus,
    vers, vers heure
  `),
  activity: phrases(`
    activité, action, programme, quoi, déroulé, déroulement, planning, événement, étape, opération,
    déroulé de la journée, intitulé
  `),
  date: phrases('date, jour, jour de tournage, dates, jour et date'),
  status: phrases('statut, état, st'),
}

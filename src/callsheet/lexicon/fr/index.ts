import { groups, type Lexicon, phrases } from '../lexicon.ts'
import { columns } from './columns.ts'
import { departments, roles } from './crew.ts'
import { kinds, signs } from './kinds.ts'
import { labels } from './labels.ts'

/** French of France, Belgium, Switzerland and Quebec. */
export const french: Lexicon = {
  language: 'fr',
  country: 'FR',
  labels,
  columns,
  departments,
  roles,
  kinds,
  signs,
  months: groups(`
    janvier, janv, jan
    février, févr, fév
    mars, mar
    avril, avr
    mai
    juin
    juillet, juil
    août, aoû
    septembre, sept, sep
    octobre, oct
    novembre, nov
    décembre, déc
  `),
  weekdays: groups(`
    lundi, lun, lu
    mardi, mar, ma
    mercredi, mer, me, merc
    jeudi, jeu, je
    vendredi, ven, ve, vend
    samedi, sam, sa
    dimanche, dim, di
  `),
  intExt: {
    INT: phrases('int, i, intérieur, intérieurs, inter, int studio'),
    EXT: phrases('ext, e, extérieur, extérieurs, exter'),
    'INT/EXT': phrases('int ext, ext int, i e, e i, ie, intérieur extérieur, extérieur intérieur'),
  },
  dayNight: {
    DAY: phrases(`jour, j, matin, après midi, midi, journée, fin de journée, matinée, am, fin d'après midi`),
    NIGHT: phrases('nuit, n, nuit américaine, minuit'),
    DAWN: phrases('aube, aurore, petit matin, lever du jour, lever de soleil, lever du soleil, a'),
    DUSK: phrases(`
      crépuscule, entre chien et loup, tombée de la nuit, coucher de soleil, coucher du soleil,
      soleil couchant, c, tombée du jour, brune, soir, soirée, s, début de soirée
    `),
  },
  shootingStart: phrases(`
    pat, p a t, prêt à tourner, prêts à tourner, moteur, premier moteur, premier plan, 1er plan,
    début de tournage, début tournage, tournage, premier clap, 1er clap, pat à, prêt à tourner à, pat image,
    début prise de vues, prêt à tourner équipe
  `),
  of: phrases('sur, de, des'),
  episodes: phrases('épisode, épisodes, saison, ep, bloc'),
  sending: phrases(`
    ci joint, ci jointe, ci joints, pièce jointe, en pj, veuillez trouver, trouverez, voici,
    je vous envoie
  `),
  blank: phrases(`
    néant, aucun, aucune, à confirmer, à définir, à préciser, à déterminer, ac, à c, n a, na, sans objet,
    so, s o, rien, par ses propres moyens, en attente, propres moyens, rdv à confirmer, non convoqué,
    non convoquée, repos, libre, off, nc, n c, selon besoin, sur place, à la demande, à venir, ras,
    sans convocation, direct, lui même, elle même, par ses moyens, perso, véhicule perso, dispo,
    sur appel, sur convocation, s c, selon convocation, voir avec régie, sur rdv, selon planning
  `),
  cancelled: phrases(`
    annulé, annulée, tournage annulé, journée annulée, annulation, reporté, reportée, tournage reporté,
    journée reportée, jour annulé, annulation du tournage
  `),
  vendors: phrases('panavision, tsf, tsf caméra, rvz, vantage paris, transpalux, transpacam'),
  departures: phrases(`
    départ, départs, départ équipe, départ de l'équipe, navette, navettes, ramassage, minibus, transport depuis
  `),
  colours: phrases(`
    blanc, blanche, bleu, bleue, rose, jaune, vert, verte, orange, rouge, saumon, ivoire, gris, grise, beige,
    or, lavande, cerise, violet, violette, doré, dorée
  `),
  words: {
    and: phrases('et'),
    scene: phrases('séquence, séq, seq'),
    pages: phrases('page, pages'),
    cast: phrases('rôles, pers'),
    please: phrases("s'il vous"),
    at: phrases('à, au, chez'),
    until: phrases('à'),
    total: phrases('total'),
    secondUnit: phrases('2e equipe, 2eme equipe, deuxieme equipe, seconde equipe'),
    mail: phrases('de, à, envoyé, objet, date'),
    page: phrases('page, p, feuille'),
    loose: phrases('equipe, horaires, horaire, debut, fin'),
    latest: phrases(''),
    about: phrases(`
      env, environ, vers, estimé, estimée, prévu, prévue, prév, prévisionnel, prévisionnelle, approx
    `),
    placeName: phrases('nom, nom du lieu'),
  },
  common: phrases(`
    le, la, les, et, de, des, du, à, au, aux, pour, une, un, est, en, sur, avec, merci, dans, rue, ne, pas,
    vous, nous, par, équipe, sera, sont, ou, tous, toute, toutes, il, ce, cette, qui, que, chez, sans, svp,
    après, avant, place
  `),
}

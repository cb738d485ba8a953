import { type Lexicon, phrases } from '../lexicon.ts'

export const labels: Lexicon['labels'] = {
  title: phrases(`
    produit, titre, production, film, projet, série, titre du film, titre provisoire, titre de travail, long métrage,
    court métrage, téléfilm, titre de la série, titre du projet, émission, unitaire, pub, publicité, clip
  `),
  date: phrases(`
    date, date de tournage, feuille de service du, feuille de service, jour et date,
    feuille de service pour le, date du jour, journée du, tournage du, fds du, service du,
    feuille de service du jour, feuille de service de la journée du, feuille de route du, feuille du, pour le,
    jour de tournage du, aujourd'hui, f d s du
  `),
  day: phrases(`
    jour, jour de tournage, jour n, jour no, journée, journée de tournage, j, jt, jour numéro,
    feuille de service n, feuille de service no, feuille de service numéro, fds n, fds no, jour tournage,
    jours de tournage, jour de tournage n, jour de tournage no, fds, feuille de service, tournage jour,
    feuille n, feuille no, f d s n, f d s, f d s no
  `),
  revision: phrases(`
    édition, version, révision, rév, modification, modif, modifiée, v, correctif, rectificatif, modificatif, mise à jour, maj,
    version n, version no, vers, annule et remplace, corrigée, modifs
  `),
  issued: phrases(`
    édité le, émis le, envoyé le, établi le, établie le, imprimé le, diffusé le, publié le, rédigé le,
    date d'émission, date d'édition, dernière mise à jour, mis à jour le, mise à jour le, mise à jour du,
    maj le, maj du, à la date du, version du, fait le, état au, envoyée le, éditée le, émise le, diffusée le,
    modifié le, modifiée le, dernière modification, date d'envoi, préparé le, distribuée le, en date du,
    créé le, heure d'envoi, date de diffusion, édition du
  `),
  crewCall: phrases(`
    rdv technique, convocation, convocation équipe, convocation générale, rdv équipe, rendez vous équipe, rdv, rendez vous,
    heure de convocation, convocations, convocation de l'équipe, horaires équipe, horaire équipe,
    début de journée, call, crew call, appel équipe, rdv général, rendez vous général, convocation technique,
    équipe, convocation équipe technique, horaire de convocation, horaires, horaires de travail,
    horaires de tournage, convoc, convoc équipe, arrivée équipe, début journée, début de travail, rdv décor,
    rdv sur place, heure de rendez vous, horaire, rdv équipe technique, rendez vous de l'équipe, heure rdv,
    heure de rdv, horaires de la journée, équipe technique, convocation sur décor, call time, call équipe,
    rdv plateau, convocation plateau, rdv sur décor, général, convocation générale équipe, heure d'appel,
    appel général, call général, unit call, équipe sur place, début, convoc générale, horaire général,
    arrivée de l'équipe, rdv équipe sur décor, heure de convocation équipe, rdv pour tous, rdv tous,
    équipe a, équipe 1, 1ère équipe, équipe principale, convocation équipe principale, convocation en base,
    convocation régie et équipe, convocation équipe sur décor, arrivée équipe sur décor, rdv équipe au décor,
    début de journée équipe, convocation de l équipe
  `),
  productionCall: phrases(`
    production, convocation production, rdv production, production sur place, arrivée production,
    call production, régie, rdv régie, convocation régie, arrivée régie, équipe régie, régie sur place,
    ouverture régie, production sur plateau
  `),
  otherCall: phrases(`
    agence, client, agence client, client agence, agence et client, client et agence, talents, pat, p a t, pat prêt à tourner, prêt à tourner, prêts à tourner, prêt à tourner à, pat à, moteur, premier moteur,
    premier plan, 1er plan, début de tournage, début tournage, tournage, mise en place, préparation,
    début de préparation, prépa, répétition, répétitions, installation, installation lumière, pré light,
    pre light, prelight, pré éclairage, rdv hmc, hmc, début hmc, convocation hmc, convocation comédiens,
    rdv comédiens, convocation figuration, rdv figuration, figuration prête, comédiens prêts, départ équipe,
    départ, départ production, départ base, départ hôtel, seconde équipe, deuxième équipe, 2e équipe,
    2ème équipe, équipe b, précall, pré call, pre call, convocation image, convocation lumière,
    convocation machinerie, convocation décoration, convocation déco, convocation son, rdv image, rdv électro,
    rdv machinerie, rdv déco, rdv son, rdv lumière, prêts, prêt, déchargement, chargement,
    mise en place technique, départ navette, navette, navettes, rdv maquillage, rdv costumes, rdv électros,
    convocation électro, client, arrivée client, rdv client, rdv agence, premier clap, 1er clap,
    rdv cascadeurs, filage, début prise de vues, prise de vues, pat image, mep, rdv machinos,
    convocation costumes, convocation maquillage, pat figuration, pat comédiens, prêt à tourner équipe,
    rehearsal, rdv seconde équipe,
    pat équipe, 1er pat, premier pat, pat général, pat plateau, arrivée agence
  `),
  anyCall: phrases('heures, heure'),
  wrap: phrases(`
    fin prév, wrap prévu, fin de journée, fin de tournage, fin prévue, fin de journée prévue, fin de tournage prévue, fin,
    fin estimée, fin prévisionnelle, fin de service, fin journée, fin de journée estimée, fin tournage,
    fin de tournage estimée, heure de fin, heure de fin prévue, fin de plateau, wrap, fin de prise de vues,
    fin de travail, fin théorique, débauche, fin de journée théorique, est wrap, fin à, fin du tournage,
    fin de la journée, fin pat, fin de journée à, fin prévue à, fin équipe, estimation fin,
    fin des prises de vues, fin de tournage à, fin estimée à, fin de journée vers, fin vers, wrap estimé,
    fin de convocation,
    dernier plan, dernier moteur, fin d équipe, dernier clap, fin de plan,
    coupez, fin de prise de vues
  `),
  meal: phrases(`
    déjeuner, repas, cantine, pause déjeuner, pause repas, dîner, petit déjeuner, petit déj, petit dej,
    collation, casse croûte, catering, table régie, pause, panier repas, goûter, coupure, coupure repas,
    service cantine, repas équipe, restauration, souper, buffet, repas chaud, en cas, brunch, craft, lunch,
    pause dîner, diner, dejeuner, repas de nuit, table de régie, café, petits déjeuners, coupure déjeuner,
    dîner souper, repas à, pause déj, heure de repas, cantine à, déj, petit déjeuner à partir de, apéro
  `),
  sunrise: phrases(`
    lever et coucher, lever et coucher soleil, soleil, soleil levé, lever du soleil, lever soleil, lever, soleil levant, soleil lever, lever de soleil, aube,
    lever du jour, ls, soleil se lève, lever sol, lever coucher, lever coucher du soleil,
    lever et coucher du soleil, lever coucher soleil, lever coucher de soleil, soleil lever coucher
  `),
  sunset: phrases(`
    lever et coucher, lever et coucher soleil, soleil, coucher du soleil, coucher soleil, coucher, soleil couchant, soleil coucher, coucher de soleil, cs,
    soleil se couche, coucher sol, crépuscule coucher, lever coucher, lever coucher du soleil,
    lever et coucher du soleil, lever coucher soleil, lever coucher de soleil, soleil lever coucher
  `),
  location: phrases(`
    décor lieu, où, rdv décor, décor, décors, lieu, lieux, lieu de tournage, lieux de tournage, adresse du décor, adresse décor,
    lieu du tournage, studio, adresse de tournage, adresses décors, adresses des décors, décor adresse,
    décor n, décor no, décor et adresse, adresse du tournage, plateau, décor naturel,
    adresse lieu de tournage, lieux décors, lieu décor, adresse plateau, location, endroit, site de tournage,
    site, lieu adresse, 1er décor, 2ème décor, 2e décor, 3ème décor, premier décor, deuxième décor,
    troisième décor, décor principal, décors adresses, adresse du lieu de tournage, adresses de tournage,
    adresse lieu, décor du jour, décors du jour, adresse tournage, lieu de rdv, lieu de rendez vous,
    adresse du lieu
  `),
  address: phrases(`
    adresse, adresses, accès, itinéraire, plan d'accès, métro, accès décor, adresse du décor, adresse décor,
    adresse de tournage, adresses décors, adresses des décors, adresse du tournage, adresse lieu de tournage,
    adresse du lieu de tournage, adresses de tournage, adresse lieu, adresse tournage, adresse plateau,
    adresse du lieu
  `),
  unitBase: phrases(`
    hmc et loges, cantine base, base, loges, camp de base, campement, base logistique, base vie, camp base, loges hmc, base technique,
    base régie, hmc loges, cantine loges, base et loges, base loges, lieu base, adresse base,
    adresse de la base, basecamp, base camp, base hmc, camp de base technique, salle hmc, loges et hmc,
    base hmc cantine, bases, base cantine, camion loges, village technique, base de vie, lieu hmc, loge,
    adresse hmc, adresse loges,
    base comédiens
  `),
  parking: phrases(`
    parking, parkings, stationnement, stationnements, parking équipe, parking technique, parking voitures,
    véhicules techniques, stationnement équipe, stationnement technique, stationnement véhicules,
    parking véhicules, parking véhicules techniques, parking véhicules équipe, garage, ventousage,
    places de parking, parking camions, parking vl, parking pl, stationnement vl, stationnement camions,
    parking figuration, parking voitures équipe, parking perso, véhicules perso, parking véhicules personnels,
    stationnement véhicules techniques, zone technique, stationnement vhl, parking comédiens, parking vhl,
    voitures équipe,
    où se garer, véhicules équipe, véhicules personnels, parkings équipe
  `),
  vendor: phrases(`
    chargement matériel, chargement loueur, enlèvement matériel, prise matériel, retrait matériel, enlèvement, loueur, loueur caméra, chargement matériel,
    location matériel, retrait caméra, prise de matériel, chargement loueur, enlèvement loueur,
    enlèvement caméra, loueurs, retrait loueur, enlèvement du matériel, retour matériel, chargement camion
  `),
  hospital: phrases(`
    hôpital secteur, urgences 24h, hôpital référent, secours, hôpital, hôpital le plus proche, urgences, urgences les plus proches, hôpital proche, centre hospitalier,
    chu, clinique, hôpitaux, hôpital de secteur, hôpital urgences, urgence, service d'urgences,
    hôpital et urgences, urgences hôpital, hôpital le + proche, hôpital de proximité, services d'urgences,
    urgence médicale, hôpital de référence, ch, service des urgences, urgences médicales, hôpital à proximité,
    hôpital d'urgence, hôpital sau, en cas d'urgence, centre hospitalier le plus proche, hôpital le plus près,
    hôpital urgence,
    clinique la plus proche, en cas d accident, hôpital de garde
  `),
  equipment: phrases(`
    besoins spéciaux, matériel, matériel spécial, matériel supplémentaire, matériel caméra, moyens techniques,
    besoins techniques, matériel particulier, besoins particuliers, besoins spécifiques, équipement,
    matériel technique, véhicules de jeu, véhicules jeu, effets spéciaux sfx, matériel en plus,
    supplément matériel, matériel image, besoins, moyens spéciaux, matériel exceptionnel,
    matériel additionnel, équipements spéciaux, équipement spécial, véhicules à l'image, matériel machinerie,
    matériel lumière, suppléments, véhicule de jeu, besoins matériel, matériel en sus, compléments matériel,
    moyens particuliers, demandes particulières, matériel spécifique
  `),
  safety: phrases(`
    sécurité, consignes de sécurité, prévention, consignes, hygiène et sécurité, santé et sécurité, risques,
    sécurité plateau, sécurité et prévention, mesures de sécurité, règles de sécurité, prévention des risques,
    consignes sanitaires, covid, covid 19, hygiène sécurité, sécurité prévention, protocole sanitaire, chsct,
    sécurité au travail, risque, référent sécurité consignes, santé sécurité, note de sécurité,
    sécurité tournage, prévention sécurité, sst, risques particuliers,
    rappel sécurité
  `),
  notes: phrases(`
    notes, note, remarques, remarque, nb, n b, à noter, important, infos, informations, info, attention,
    divers, observations, note de production, notes de production, infos pratiques, informations pratiques,
    renseignements, infos production, note régie, notes régie, infos diverses, rappel, rappels,
    notes diverses, note importante, informations générales, infos générales, informations importantes,
    infos importantes, note générale, notes générales, note de la production, mot de la production,
    mot de la régie, commentaires, ps, info régie, infos régie, information, à savoir, particularités,
    notes mise en scène, note à tous, nota, nota bene, note de service,
    notes de la régie, bon à savoir, à retenir, merci de noter
  `),
  weather: phrases(`
    météo, prévisions météo, météorologie, bulletin météo, prévision météo, temps, météo du jour, temps prévu,
    prévisions météorologiques, conditions météo
  `),
  background: phrases(`
    figuration, figurants, silhouettes, figu, figurations, petits rôles figuration, figuration silhouettes,
    doublures, figurant, figuration et silhouettes, figurants et silhouettes, silhouettes figuration,
    doublures lumière, silhouette, figuration spécialisée, silhouettes et figuration
  `),
  advance: phrases(`
    demain, prévisions, prévisionnel, prévisions j 1, j 1, lendemain, prévision lendemain, jour suivant,
    prochain jour de tournage, prévision, prévisions pour le lendemain, prévisions du lendemain,
    prévisions pour demain, à venir, journée suivante, prochains jours, programme du lendemain, prochain jour,
    jours suivants, le lendemain, prévisionnel j 1, prévisionnel lendemain, prévisionnel demain, pour demain,
    prochaine journée, prochaine journée de tournage, avant programme, anticipation, prévision j 1,
    prévision demain, prévisions demain, prévisions lendemain, prévisions jours suivants, programme de demain,
    prévisions à venir, demain prévisionnel, prochain tournage, aperçu demain, prévisionnel du lendemain,
    journée de demain, jour suivant prévisionnel, j plus 1, les jours suivants,
    jours à venir, journées à venir, prochaines journées, tournage à venir, plan des prochains jours,
    jours de tournage suivants,
    et ensuite, la suite, à suivre
  `),
  contacts: phrases(`
    contacts, contact, numéros utiles, répertoire, téléphones, téléphones utiles, contacts utiles,
    contacts production, numéros importants, contacts plateau, numéros d'urgence, contacts régie, coordonnées,
    contact production, contact régie, n utiles, tél utiles, contacts importants, numéros de téléphone,
    contact urgence, contacts d'urgence, liste contacts, contact plateau, téléphones importants
  `),
  otherTime: phrases(`
    déplacement, changement de décor, changement décor, transport, pick up, maquillage, coiffure, habillage,
    costumes, costume, mise en place comédiens, aube civile, crépuscule, heure bleue, heure dorée, aurore,
    arrivée, démontage, rangement, installation hmc, transfert, mouvement, déménagement, déplacement équipe,
    déménagement décor, prise, ramassage, sur plateau, horaires d'ouverture, ouverture, ouverture du site,
    départ comédiens, essayage, essayages, trajet, temps de trajet, changement de lieu, marée haute,
    marée basse, nuit, nuit noire, aube, ouverture loges, ouverture des loges, golden hour, lever de lune,
    coucher de lune, jour se lève, fermeture, déplacement vers, durée du jour, autorisation, heures de nuit,
    heures sup, heures supplémentaires, démontage et rangement, retour base, évacuation, libération décor
  `),
  other: phrases(`
    téléphone, tél, tel, réalisateur, réalisatrice, réalisation, réal, producteur, productrice, producteurs,
    scénario, scénariste, auteur, auteurs, directeur de production, directrice de production,
    directeur de la photographie, chef opérateur, chef op, 1er assistant réalisateur, 1er assistant,
    1ère assistante, 1er assistant mise en scène, assistant réalisateur, premier assistant, 2ème assistant,
    2nd assistant, régisseur général, régisseuse générale, régisseur, total pages, nombre de pages, pages,
    total, distribution, comédiens, séquences, séquence, e mail, email, mail, courriel, société,
    société de production, production exécutive, producteur exécutif, producteur délégué, épisode, ép, saison,
    bloc, pompiers, samu, police, gendarmerie, commissariat, secours, température, températures, vent, pluie,
    humidité, plan, lien, gps, coordonnées gps, what3words, talkie, talkies, canal, canaux, fréquences, wifi,
    page, minutage, minutage total, bureau, bureau de production, bureau production, n bureau, scripte,
    script, signature, rédigé par, établi par, émis par, chargé de production, chargée de production,
    administrateur, administratrice, client, agence, diffuseur, chaîne, durée utile, durée totale,
    total minutage, minutage utile, secouriste, infirmier, infirmière, médecin, sécurité incendie, référent,
    référents, référent harcèlement, référente harcèlement, référent covid, numéro d'urgence,
    numéro de secours, version scénario, scénario version, max, min, précipitations, ensoleillement,
    vitesse du vent, directrice de la photographie, cheffe opératrice, assistante réalisateur,
    plan de travail, pdt, dépouillement, centre antipoison, un film de, une série de
  `),
}

import { type Lexicon, phrases } from '../lexicon.ts'

export const kinds: Lexicon['kinds'] = {
  'call-sheet': phrases(`
    feuille de service, feuille de service n, fds, feuille de tournage, feuille de route tournage,
    call sheet, bulletin de service, feuille de service du, feuille de service jour, ordre de service,
    feuille journalière, horaire de tournage, feuille d'appel, f d s, plan de travail du jour,
    plan de tournage du jour, planning du jour, planning de la journée
  `),
  'one-line-schedule': phrases(`
    one liner, plan de travail résumé, plan de travail simplifié, stripboard, one line,
    plan de travail condensé, pdt simplifié
  `),
  'shooting-schedule': phrases(`
    plan de travail, plan de tournage, pdt, calendrier de tournage, planning de tournage,
    plan de travail prévisionnel, planning tournage, calendrier de production, plan de travail définitif,
    planning de production, planning hebdomadaire, plan de travail détaillé
  `),
  'day-out-of-days': phrases(`
    jours comédiens, calendrier comédiens, dates comédiens, day out of days, planning comédiens, dood,
    présence comédiens, tableau des comédiens, jours de présence, calendrier des comédiens
  `),
  'movement-order': phrases(`
    feuille de route, ordre de mouvement, ordre de mouvements, ordre de mission, plan d'accès, feuille de transport, mouvement véhicules,
    feuille de route transport, planning transport, feuille de déplacement, itinéraire, planning chauffeurs,
    movement order, feuille de mouvement, planning véhicules, plan de circulation
  `),
  'contact-list': phrases(`
    liste technique, liste équipe, liste de contacts, liste artistique, bible équipe, liste des techniciens,
    liste contacts, liste d'équipe, répertoire, liste technique et artistique, liste comédiens,
    liste téléphonique, bible, liste des contacts, liste équipe technique, liste des comédiens, liste décors,
    annuaire, liste des décors, coordonnées équipe
  `),
  'daily-brief': phrases(`
    brief, note de service, brief du jour, brief quotidien, note à l'équipe, note d'intention,
    note d'information, mémo, compte rendu, compte rendu de réunion, lettre à l'équipe, brief agence,
    brief sécurité, note de production, briefing, note aux riverains, avis aux riverains, note interne
  `),
  'rental-order': phrases(`
    bon de commande matériel, liste matériel, commande matériel, bon de location, contrat de location,
    bon de livraison, liste caméra, liste lumière, liste machinerie, bon de commande,
    confirmation de commande, bon de sortie, devis matériel, commande, bon d'enlèvement, bon de retour,
    liste de matériel, confirmation de location, bon de réservation, liste du matériel, bordereau de location,
    bon de prêt
  `),
  invoice: phrases(`
    facture, devis, note de frais, facture pro forma, avoir, note d'honoraires, reçu, facture n, facture no,
    facture proforma, note de débit, devis n, devis no, estimation budgétaire, facture acquittée,
    relevé de compte
  `),
  'production-report': phrases(`
    rapport de production, rapport journalier, rapport de tournage, rapport quotidien, rapport production,
    rapport image, rapport son, rapport scripte, rapport horaire, rapport montage,
    rapport de production journalier, mouchard, rapport caméra, rapport journalier de production,
    rapport de journée
  `),
  script: phrases(`
    scénario, découpage, découpage technique, dépouillement, storyboard, continuité dialoguée, sides,
    textes du jour, dialogues, liste des plans, shot list, dépouillement scénario, shotlist,
    note de découpage
  `),
  contract: phrases(`
    contrat, contrat de travail, autorisation de tournage, feuille d'heures, fiche de renseignements,
    cession de droits, autorisation de droit à l'image, convention, contrat d'engagement, relevé d'heures,
    feuilles d'heures, convention de tournage, attestation, droit à l'image, fiche de présence,
    feuille de présence, avenant, fiche de paie, bulletin de paie, bulletin de salaire, autorisation
  `),
  'risk-assessment': phrases(`
    évaluation des risques, plan de prévention, document unique, fiche sécurité, analyse de risques,
    analyse des risques, duerp, note de sécurité
  `),
  'recce-schedule': phrases(`
    repérages techniques, repérages, planning de repérages, planning de préparation, feuille de repérage,
    planning essayages, planning de prépa, feuille de repérages, repérage technique, planning répétitions,
    feuille d'essais, essais caméra, planning des essayages
  `),
}

/** What only such a document says, wherever it stands. */
export const signs: Lexicon['signs'] = {
  invoice: phrases(`
    tva, ht, ttc, total ht, total ttc, montant ht, montant ttc, siret, iban, rib, net à payer, prix unitaire,
    numéro de tva, date de facture, échéance, conditions de règlement, acompte, n tva, date d'échéance,
    facturé à, règlement
  `),
  'rental-order': phrases(`
    qté, quantité, quantités, période de location, durée de location, date de retour, date d'enlèvement,
    prix jour, tarif jour, remise, désignation, référence, réf, n de série, numéro de série, valeur assurance,
    valeur à neuf, loueur, locataire, date de sortie, caution, jours de location
  `),
  'production-report': phrases(`
    séquences tournées, séquences non tournées, tourné, heures supplémentaires effectuées, minutage tourné,
    fin réelle, pat réel, plans tournés, reste à tourner, nombre de plans, utile tourné, horaires réels,
    déjà tourné, total tourné, cumul
  `),
  'movement-order': phrases(`
    itinéraire, sortie autoroute, véhicule, immatriculation, chauffeur véhicule, passagers, temps de trajet,
    km, trajet, n vol, train n, gare, départ de
  `),
  'day-out-of-days': phrases('total jours, nombre de jours, jours de travail, nb jours, total cachets'),
  contract: phrases(`
    ci après, il a été convenu, article 1, soussigné, rémunération, signature de, le contractant, fait à,
    lu et approuvé, le cédant, employeur, salarié, net imposable, cotisations
  `),
  script: phrases('plan n, valeur de plan, mouvement caméra, plan large, gros plan, dialogue, fondu, valeur'),
  'risk-assessment': phrases(`
    probabilité, gravité, mesures de prévention, risque identifié, niveau de risque, danger
  `),
}

import type { SheetLanguage } from '../model.ts'

/** What production offices, hire companies and accountants send besides call sheets. */
export const paperKinds = [
  'one-line-schedule',
  'shooting-schedule',
  'day-out-of-days',
  'movement-order',
  'contact-list',
  'rental-order',
  'daily-brief',
  'invoice',
  'production-report',
] as const

export type PaperKind = (typeof paperKinds)[number]

/** How each is headed. */
export const paperTitles: Record<PaperKind, Record<SheetLanguage, readonly string[]>> = {
  'one-line-schedule': {
    pl: ['Drabinka', 'Kalendarzówka - skrót', 'DRABINKA ZDJĘCIOWA'],
    en: ['One-Line Schedule', 'ONE LINER', 'Oneliner schedule'],
    de: ['Drehplan (Kurzfassung)', 'Kurzdrehplan', 'DREHPLAN ONE-LINER'],
    fr: ['Plan de travail (résumé)', 'PLAN DE TRAVAIL', 'Plan de travail simplifié'],
    es: ['Plan de rodaje (resumen)', 'PLAN DE RODAJE', 'Plan de rodaje resumido'],
  },
  'shooting-schedule': {
    pl: ['Kalendarzowy plan zdjęć', 'HARMONOGRAM ZDJĘĆ', 'Kalendarzowy plan pracy'],
    en: ['Shooting Schedule', 'SHOOTING SCHEDULE', 'Full shooting schedule'],
    de: ['Drehplan', 'DREHPLAN', 'Drehplan Gesamt'],
    fr: ['Plan de travail détaillé', 'PLAN DE TRAVAIL GÉNÉRAL', 'Plan de tournage'],
    es: ['Plan de trabajo', 'PLAN DE TRABAJO GENERAL', 'Plan de rodaje detallado'],
  },
  'day-out-of-days': {
    pl: ['Day Out of Days', 'Dni zdjęciowe aktorów', 'TABELA DNI AKTORSKICH'],
    en: ['Day Out of Days', 'DAY OUT OF DAYS REPORT FOR CAST MEMBERS', 'DOOD'],
    de: ['Schauspielertage', 'Day out of Days', 'DARSTELLERTAGE-ÜBERSICHT'],
    fr: ['Day Out of Days', 'Jours de présence comédiens', 'PLANNING COMÉDIENS'],
    es: ['Day Out of Days', 'Días de trabajo de actores', 'DOOD REPARTO'],
  },
  'movement-order': {
    pl: ['Rozkaz wyjazdu', 'Plan dojazdu', 'MOVEMENT ORDER'],
    en: ['Movement Order', 'MOVEMENT ORDER No. 7', 'Unit Movement Order'],
    de: ['Anfahrtsplan', 'Fahrdispo', 'WEGBESCHREIBUNG / MOVEMENT ORDER'],
    fr: ["Plan d'accès", "FEUILLE DE ROUTE - PLAN D'ACCÈS", 'Ordre de mouvement'],
    es: ['Plan de acceso', 'Orden de transporte', 'HOJA DE RUTA'],
  },
  'contact-list': {
    pl: ['Lista ekipy', 'LISTA KONTAKTÓW', 'Lista ekipy i kontakty'],
    en: ['Unit List', 'CREW LIST', 'Contact List'],
    de: ['Stabliste', 'TEAMLISTE', 'Kontaktliste Stab'],
    fr: ['Liste technique', "LISTE D'ÉQUIPE", 'Bottin équipe technique'],
    es: ['Listado de equipo', 'LISTA DE CONTACTOS', 'Listado técnico'],
  },
  'rental-order': {
    pl: ['Zamówienie sprzętu', 'ZLECENIE WYNAJMU', 'Zamówienie wypożyczenia'],
    en: ['Rental Order', 'EQUIPMENT HIRE ORDER', 'Hire Order Confirmation'],
    de: ['Mietauftrag', 'Equipmentbestellung', 'AUFTRAGSBESTÄTIGUNG MIETE'],
    fr: ['Bon de commande location', 'BON DE LOCATION', 'Commande de matériel'],
    es: ['Pedido de alquiler', 'ORDEN DE ALQUILER', 'Pedido de material'],
  },
  'daily-brief': {
    pl: ['Briefing na jutro', 'Notatka produkcyjna', 'BRIEF DLA EKIPY'],
    en: ['Daily Brief', 'Production brief', 'TOMORROW AT A GLANCE'],
    de: ['Tagesbriefing', 'Kurzinfo für morgen', 'PRODUKTIONSINFO'],
    fr: ['Brief du jour', "Note à l'équipe", 'NOTE DE PRODUCTION'],
    es: ['Briefing diario', 'Nota de producción', 'RESUMEN PARA MAÑANA'],
  },
  invoice: {
    pl: ['FAKTURA VAT', 'Faktura', 'Faktura pro forma'],
    en: ['INVOICE', 'Invoice', 'TAX INVOICE'],
    de: ['RECHNUNG', 'Rechnung', 'Abschlagsrechnung'],
    fr: ['FACTURE', 'Facture', "Facture d'acompte"],
    es: ['FACTURA', 'Factura', 'Factura proforma'],
  },
  'production-report': {
    pl: ['Raport dzienny', 'RAPORT Z DNIA ZDJĘCIOWEGO', 'Dzienny raport produkcji'],
    en: ['Daily Production Report', 'DAILY PROGRESS REPORT', 'Production report'],
    de: ['Tagesbericht', 'TAGESBERICHT', 'Drehbericht'],
    fr: ['Rapport de production', 'RAPPORT JOURNALIER', 'Rapport de tournage'],
    es: ['Parte de producción', 'PARTE DIARIO', 'Parte de rodaje'],
  },
}

export interface PaperWords {
  item: string
  quantity: string
  price: string
  net: string
  tax: string
  total: string
  seller: string
  buyer: string
  due: string
  collect: string
  giveBack: string
  workdays: string
  directions: readonly string[]
  planned: string
  actual: string
  brief: readonly string[]
  currency: string
}

export const paperWords: Record<SheetLanguage, PaperWords> = {
  pl: {
    item: 'Pozycja',
    quantity: 'Ilość',
    price: 'Cena',
    net: 'Netto',
    tax: 'VAT 23%',
    total: 'Do zapłaty',
    seller: 'Sprzedawca',
    buyer: 'Nabywca',
    due: 'Termin płatności',
    collect: 'Odbiór',
    giveBack: 'Zwrot',
    workdays: 'Dni pracy',
    directions: [
      'Z centrum drogą nr 7 do drugiego ronda.',
      'Na rondzie w prawo, za stacją w lewo.',
      'Parking techniczny po prawej stronie.',
    ],
    planned: 'Plan',
    actual: 'Wykonanie',
    brief: [
      'Jutro wszystko zależy od pogody, decyzja o 17:00.',
      'Agregat wymieniony, dziękujemy światłu.',
      'Listę obecności prosimy oddać przed obiadem.',
    ],
    currency: 'zł',
  },
  en: {
    item: 'Item',
    quantity: 'Qty',
    price: 'Rate',
    net: 'Net',
    tax: 'VAT 20%',
    total: 'Total due',
    seller: 'From',
    buyer: 'Bill to',
    due: 'Payment due',
    collect: 'Collection',
    giveBack: 'Return',
    workdays: 'Work days',
    directions: [
      'From the ring road take the second exit.',
      'Turn right at the roundabout, left after the petrol station.',
      'Technical parking is on the right-hand side.',
    ],
    planned: 'Scheduled',
    actual: 'Completed',
    brief: [
      'Tomorrow depends on the weather, we decide at 17:00.',
      'The generator has been replaced, thanks to electrical.',
      'Please hand in time sheets before lunch.',
    ],
    currency: 'GBP',
  },
  de: {
    item: 'Position',
    quantity: 'Menge',
    price: 'Einzelpreis',
    net: 'Netto',
    tax: 'USt. 19 %',
    total: 'Gesamtbetrag',
    seller: 'Vermieter',
    buyer: 'Rechnungsempfänger',
    due: 'Zahlbar bis',
    collect: 'Abholung',
    giveBack: 'Rückgabe',
    workdays: 'Drehtage',
    directions: [
      'Von der Stadtmitte über die B2 bis zum zweiten Kreisverkehr.',
      'Im Kreisverkehr rechts, nach der Tankstelle links.',
      'Technikparkplatz auf der rechten Seite.',
    ],
    planned: 'Soll',
    actual: 'Ist',
    brief: [
      'Morgen entscheidet das Wetter, Ansage um 17:00 Uhr.',
      'Der Generator ist getauscht, danke ans Licht.',
      'Stundenzettel bitte vor dem Mittag abgeben.',
    ],
    currency: 'EUR',
  },
  fr: {
    item: 'Désignation',
    quantity: 'Qté',
    price: 'P.U.',
    net: 'Total HT',
    tax: 'TVA 20 %',
    total: 'Net à payer',
    seller: 'Loueur',
    buyer: 'Client',
    due: 'Échéance',
    collect: 'Enlèvement',
    giveBack: 'Retour',
    workdays: 'Jours travaillés',
    directions: [
      'Depuis le périphérique, prendre la deuxième sortie.',
      'Au rond-point à droite, puis à gauche après la station-service.',
      'Parking technique sur la droite.',
    ],
    planned: 'Prévu',
    actual: 'Réalisé',
    brief: [
      'Demain tout dépend de la météo, décision à 17h.',
      'Le groupe a été remplacé, merci aux électros.',
      "Merci de rendre les feuilles d'heures avant le déjeuner.",
    ],
    currency: 'EUR',
  },
  es: {
    item: 'Concepto',
    quantity: 'Cant.',
    price: 'Precio',
    net: 'Base imponible',
    tax: 'IVA 21 %',
    total: 'Total a pagar',
    seller: 'Proveedor',
    buyer: 'Cliente',
    due: 'Vencimiento',
    collect: 'Recogida',
    giveBack: 'Devolución',
    workdays: 'Días de trabajo',
    directions: [
      'Desde la circunvalación, segunda salida.',
      'En la rotonda a la derecha y tras la gasolinera a la izquierda.',
      'Aparcamiento técnico a mano derecha.',
    ],
    planned: 'Previsto',
    actual: 'Rodado',
    brief: [
      'Mañana manda el tiempo, decisión a las 17:00.',
      'Se ha cambiado el grupo electrógeno, gracias a eléctricos.',
      'Entregad los partes de horas antes de comer.',
    ],
    currency: 'EUR',
  },
}

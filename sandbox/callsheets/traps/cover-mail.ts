import type { Canvas } from '../canvas.ts'
import { formatDate } from '../formats.ts'
import type { SheetContent, SheetLanguage } from '../model.ts'

interface MailWords {
  from: string
  to: string
  sent: string
  subject: string
  hello: string
  body(day: number): string
}

const words: Record<SheetLanguage, MailWords> = {
  pl: {
    from: 'Od',
    to: 'Do',
    sent: 'Wysłano',
    subject: 'Temat',
    hello: 'Cześć,',
    body: (day) =>
      `w załączeniu plan dnia ${day}. Biuro czynne do 22:15, potem proszę dzwonić do mnie. Dobranoc!`,
  },
  en: {
    from: 'From',
    to: 'To',
    sent: 'Sent',
    subject: 'Subject',
    hello: 'Hi all,',
    body: (day) =>
      `please find attached the call sheet for day ${day}. The office is open until 22:15, after that call my mobile.`,
  },
  de: {
    from: 'Von',
    to: 'An',
    sent: 'Gesendet',
    subject: 'Betreff',
    hello: 'Liebes Team,',
    body: (day) =>
      `anbei die Dispo für Drehtag ${day}. Das Büro ist bis 22:15 besetzt, danach bitte mobil anrufen.`,
  },
  fr: {
    from: 'De',
    to: 'À',
    sent: 'Envoyé',
    subject: 'Objet',
    hello: 'Bonjour à tous,',
    body: (day) =>
      `voici la feuille de service du jour ${day}. Le bureau est ouvert jusqu'à 22h15, ensuite merci d'appeler mon portable.`,
  },
  es: {
    from: 'De',
    to: 'Para',
    sent: 'Enviado',
    subject: 'Asunto',
    hello: 'Hola a todos:',
    body: (day) =>
      `adjuntamos la orden del día ${day}. La oficina está abierta hasta las 22:15, después llamad al móvil.`,
  },
}

/** The mail that a sheet came with, printed as the page before it. */
export function drawCoverMail(canvas: Canvas, content: SheetContent): void {
  const { language, contacts, production, day, revision } = content
  const { from, to, sent, subject, hello, body } = words[language]
  const [sender] = contacts
  const [date = '', time = ''] = revision.issuedAt.split('T')
  const lines = [
    `${from}: ${sender?.name} <${sender?.email}>`,
    `${sent}: ${formatDate(date, 'long-weekday', language)} ${time}`,
    `${to}: crew@example.com`,
    `${subject}: ${production} ${day.number}`,
  ]
  for (const line of lines) canvas.line(line, { font: 'regular', size: 9 })
  canvas.y += 12
  canvas.line(hello, { font: 'regular', size: 9 })
  canvas.y += 6
  canvas.line(body(day.number), { font: 'regular', size: 9 })
  canvas.y += 6
  canvas.line(`${sender?.name}\n${sender?.role}\n${sender?.phone}`, { font: 'regular', size: 9 })
  canvas.newDocument(production)
}

import { expect } from 'vitest'
import { Canvas } from '../../sandbox/callsheets/canvas.ts'
import { asEmail } from '../../sandbox/callsheets/mail.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

let sheets = 0

/** A call sheet of a title and a line for each thing it says; never twice the same bytes. */
export async function plainSheet(title: string, lines: readonly string[]): Promise<Uint8Array> {
  const canvas = await Canvas.open({
    paper: 'A4',
    margin: 40,
    title,
    author: 'Film',
    createdAt: '2026-03-13T18:00',
    runningHead: '',
  })
  canvas.line(title, { font: 'bold', size: 18 })
  canvas.line(`CALL SHEET ${sheets++}`, { size: 12 })
  canvas.y += 10
  for (const line of lines) canvas.line(line, { size: 10 })
  return canvas.finish()
}

/** Sends a sheet as a production office does, and waits until it has been read. */
export async function readByMail(person: Person, content: Uint8Array, from = 'office@half.example') {
  const mail = await asEmail({
    from: `Office <${from}>`,
    to: 'anna@klaps.test',
    subject: `Call sheet ${sheets++}`,
    attachments: [{ fileName: 'sheet.pdf', content, contentType: 'application/pdf' }],
  })
  const { status, body } = await person.post('/emails/upload?fileName=mail.eml', mail)
  expect(status).toBe(202)
  return await until('the document', async () => {
    const answer = await person.get(`/pdf/${body.attachments[0].id}`)
    return answer.status === 200 && answer.body.state !== 'pending' && answer.body
  })
}

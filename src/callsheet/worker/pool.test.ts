import { availableParallelism } from 'node:os'
import { afterAll, expect, it } from 'vitest'
import { closeReader, linesInWorker } from '../index.ts'
import { draw, put } from '../testing/draw.ts'

afterAll(closeReader)

const document = (pages: number) =>
  draw((pdf) => {
    for (let page = 1; page <= pages; page++) {
      if (page > 1) pdf.addPage()
      for (let line = 0; line < 60; line++)
        put(pdf, 40, 40 + line * 12, `Page ${page}, line ${line}: call 7:00`)
    }
  })

it.runIf(availableParallelism() > 1)('a short document does not wait for a long one', async () => {
  const [long, short] = [await document(45), await document(1)]
  await Promise.all([linesInWorker(short), linesInWorker(short)])
  const order: string[] = []
  await Promise.all([
    linesInWorker(long).then(() => order.push('long')),
    linesInWorker(short).then(() => order.push('short')),
  ])
  expect(order).toEqual(['short', 'long'])
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { discardPdfium, loadPdfium } from './pdfium.ts'

const program = process.argv[1]!
beforeEach(discardPdfium)
afterEach(() => {
  process.argv[1] = program
})

it('starts whatever letters stand in the path of the program', async () => {
  process.argv[1] = '/home/łukasz/Zażółć gęślą/klaps/src/main.ts'
  await expect(loadPdfium()).resolves.toHaveProperty('memory')
})

import { describe, expect, it } from 'vitest'
import { scoreOf } from './candidate.ts'

const plain = { subject: 'Hej', fileNames: ['a.pdf'], body: '', trustedSender: false }
const bare = scoreOf(plain)

describe('a message with a PDF', () => {
  it.each([
    'plan zdjęciowy',
    'plan dnia',
    'plan pracy',
    'drabinka',
    'harmonogram',
    'call sheet',
    'callsheet',
    'call time',
    'shooting schedule',
    'MP2',
    'dispo',
    'tagesdispo',
    'feuille de service',
    'orden de rodaje',
  ])('looks like a call sheet by "%s", in its subject, its text or a file name', (word) => {
    const found = [
      scoreOf({ ...plain, subject: `Fwd: ${word.toUpperCase()} 12/35` }),
      scoreOf({ ...plain, fileNames: [`${word.replaceAll(' ', '_')}_v2.pdf`] }),
      scoreOf({ ...plain, body: `W załączniku ${word}, pozdrawiam` }),
    ]
    for (const { score, urgent } of found) {
      expect(score).toBeGreaterThan(bare.score)
      expect(urgent).toBe(false)
    }
  })

  it.each(['zmiana', 'nowa wersja', 'odwołane', 'revised', 'updated', 'urgent', 'cancelled'])(
    'is urgent by "%s"',
    (word) => {
      expect(scoreOf({ ...plain, subject: `Plan dnia, ${word}` }).urgent).toBe(true)
    },
  )

  it('counts more from a sender that is known, and is not told by parts of other words', () => {
    expect(scoreOf({ ...plain, trustedSender: true }).score).toBeGreaterThan(bare.score)
    expect(scoreOf({ ...plain, subject: 'Dispositionsfreiheit, zmianami' })).toEqual(bare)
  })
})

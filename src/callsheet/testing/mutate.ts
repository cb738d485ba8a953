/** A seeded stream of numbers from 0 to 1 (mulberry32): the same damage again, for whoever looks into it. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number
type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array

const at = (random: Random, length: number) => Math.floor(random() * length)

/** What hurts a reader of PDFs: numbers that are too large, below zero or no numbers, names of other things. */
const nasty = [
  '-1',
  '0',
  '65536',
  '2147483647',
  '-2147483648',
  '99999999999999',
  '1e308',
  'null',
  '/A',
  '<<',
  ']',
  'R',
]

const mutations: readonly Mutation[] = [
  function changeBytes(bytes, random) {
    const changed = bytes.slice()
    const count = 1 + at(random, 40)
    for (let change = 0; change < count; change++) changed[at(random, changed.length)] = at(random, 256)
    return changed
  },
  function cutOff(bytes, random) {
    return bytes.slice(0, at(random, bytes.length))
  },
  function takeOut(bytes, random) {
    const from = at(random, bytes.length)
    return joined(bytes.slice(0, from), bytes.slice(from + 1 + at(random, 2_000)))
  },
  function sayTwice(bytes, random) {
    const from = at(random, bytes.length)
    const to = from + 1 + at(random, 4_000)
    return joined(bytes.slice(0, to), bytes.slice(from))
  },
  function swapStretches(bytes, random) {
    const [one, other] = [at(random, bytes.length), at(random, bytes.length)].toSorted((a, b) => a - b)
    return joined(bytes.slice(other), bytes.slice(one, other), bytes.slice(0, one))
  },
  /** Structure lies between the streams: only words there are changed, so that the change is read at all. */
  function changeTokens(bytes, random) {
    const text = Buffer.from(bytes).toString('latin1')
    const tokens = [...text.matchAll(/(?<=[\s[(<])-?\d+(?:\.\d+)?(?=[\s\])>/])/gu)]
    let changed = text
    for (let change = 0; change < 4; change++) {
      const token = tokens[at(random, tokens.length)]
      if (token === undefined) break
      const word = nasty[at(random, nasty.length)] ?? ''
      changed =
        changed.slice(0, token.index) +
        word.padEnd(token[0].length) +
        changed.slice(token.index + token[0].length)
    }
    return new Uint8Array(Buffer.from(changed, 'latin1'))
  },
  function referToOthers(bytes, random) {
    const text = Buffer.from(bytes).toString('latin1')
    return new Uint8Array(
      Buffer.from(
        text.replaceAll(/\b\d+ 0 R\b/gu, (reference) =>
          random() < 0.1 ? `${1 + at(random, 30)} 0 R`.padEnd(reference.length) : reference,
        ),
        'latin1',
      ),
    )
  },
]

/** A PDF with the damage of this seed: of one kind mostly, of two now and then. */
export function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed)
  const once = mutations[seed % mutations.length]
  if (once === undefined) return bytes
  const damaged = once(bytes, random)
  const twice = random() < 0.2 ? mutations[at(random, mutations.length)] : undefined
  return twice === undefined || damaged.length === 0 ? damaged : twice(damaged, random)
}

const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

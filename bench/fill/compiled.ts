import type { MasterKeys, PersonalCipher } from '../../src/kernel/cipher.ts'
import { createCipher } from '../../src/kernel/cipher.ts'
import type { TextRow } from './copy-in.ts'
import { sealedBy, sealedByHouse } from './tables.ts'
import { type Fill, Template } from './template.ts'

/** The ciphers of a person, by service: each service has a key of its own for everyone. */
export type Ciphers = ReadonlyMap<string, PersonalCipher>

/** A row of the model, ready to be copied for anybody: ids and dates open, and what was sealed unsealed. */
export type CompiledRow = (fill: Fill, ciphers: Ciphers) => Record<string, string | null>

type Column = (fill: Fill, ciphers: Ciphers) => string | null

/** @throws Error for a sealed column that `sealedBy` does not name. */
export function compile(table: string, row: TextRow, keys: MasterKeys, owner: Ciphers): CompiledRow {
  const columns = Object.entries(row).map(([name, value]): readonly [string, Column] => {
    if (value === null) return [name, () => null]
    if (value.startsWith('sealed:')) return [name, sealedColumn(table, name, row, keys, owner)]
    const template = new Template(value)
    return [name, (fill) => template.fill(fill)]
  })
  return (fill, ciphers) => Object.fromEntries(columns.map(([name, column]) => [name, column(fill, ciphers)]))
}

function sealedColumn(table: string, name: string, row: TextRow, keys: MasterKeys, owner: Ciphers): Column {
  const column = `${table}.${name}`
  const identity = sealedBy[column] ?? sealedByHouse[column]
  if (!identity) throw new Error(`bench/fill/tables.ts does not say which record ${column} is sealed for`)
  const [service = '', bare = ''] = table.split('.')
  const aad = `${service}:${bare}.${name}:${identity.map((each) => row[each]).join(':')}`
  const aadTemplate = new Template(aad)
  if (column in sealedByHouse) {
    const house = createCipher(keys)
    const plain = new Template(house.openText(row[name]!, aad))
    return (fill) => house.seal(plain.fill(fill), aadTemplate.fill(fill))
  }
  const plain = new Template(owner.get(service)!.open(row[name]!, aad))
  return (fill, ciphers) => ciphers.get(service)!.seal(plain.fill(fill), aadTemplate.fill(fill))
}

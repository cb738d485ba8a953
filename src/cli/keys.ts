import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import type { MasterKeys } from '../kernel/cipher.ts'
import { findMasterKeys } from '../kernel/master-key-file.ts'
import { countKeys, type KeyCount, type RotationResult, rotateKeys } from '../kernel/rotation.ts'
import type { Service } from '../kernel/service.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { onEachDatabase } from './each-database.ts'
import { makeKeys } from './make-keys.ts'
import { servicesNamed } from './services-named.ts'

const help = `klaps keys status|rotate [--services LIST] [--data DIR] [--json]
klaps keys make --out DIR [--services LIST]

Master keys, from KLAPS_MASTER_KEYS or DIR/master.key: id:base64 of 32 bytes, commas between, the current one first.
status says how much lies under which key. rotate seals everything under older keys with the current one; it may run
beside the system, be interrupted and be run again. An older key may go once nothing lies under it any more.

make writes new keys for a process per service, mode 0600: DIR/all.env with KLAPS_MASTER_KEYS and SERVICE_JWKS for all
of them, DIR/<service>.env with the SERVICE_KEY of each. It replaces no file.

  --services LIST  comma-separated names; all when left out
  --out DIR        where make writes
  --data DIR       where the embedded database and the key file live (default ./data)
  --json           one JSON object

Exit code 3 when something lies under a key that is not the current one, or under none that is given.`

export const keys: Command = {
  help,
  async run(argv) {
    const { action, services, out, dataDir, json } = readOptions(argv)
    if (action === 'make') {
      const names = services.map((service) => service.contract.name)
      for (const file of await makeKeys(out, names)) console.log(`made ${file}`)
      return 0
    }
    const masterKeys = await findMasterKeys({ env: process.env, file: join(dataDir, 'master.key') })
    if (!masterKeys) throw new Error('There is no master key: set KLAPS_MASTER_KEYS, or start Klaps once')
    const options = { dataDir, applicationName: 'klaps keys' }
    const found = await onEachDatabase(services, options, async ({ owner, services: here }) => {
      const rotated: RotationResult[] = []
      const counts: KeyCount[] = []
      for (const { contract, sealed } of here) {
        if (action === 'rotate') rotated.push(...(await rotateKeys(owner, contract.name, sealed, masterKeys)))
        counts.push(...(await countKeys(owner, contract.name, sealed)))
      }
      return { rotated, counts }
    })
    const rotated = found.flatMap((each) => each.rotated)
    const counts = found.flatMap((each) => each.counts)
    if (json) console.log(JSON.stringify(summary(masterKeys, counts, rotated)))
    else for (const line of render(masterKeys, counts, rotated)) console.log(line)
    return counts.some((each) => each.keyId !== masterKeys.sealing.id) ? 3 : 0
  },
}

function readOptions(argv: readonly string[]): {
  action: Action
  services: Service[]
  /** Of `make` alone. */
  out: string
  dataDir: string
  json: boolean
} {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      services: { type: 'string' },
      out: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [action, ...more] = positionals
  if (!isAction(action) || more.length > 0)
    throw new UsageError('klaps keys knows three things to do: status, rotate and make (see --help)')
  const out = values.out ?? ''
  if ((action === 'make') !== (out !== '')) throw new UsageError('make, and nothing else, takes --out DIR')
  const services = select(catalogue, servicesNamed(values.services))
  return { action, services, out, dataDir: dataDirOf(values.data), json: values.json }
}

type Action = 'status' | 'rotate' | 'make'
const isAction = (text: string | undefined): text is Action =>
  text === 'status' || text === 'rotate' || text === 'make'

/** Totals by key id: those that are given, in their order, then those that lie in a database only. */
function totals(masterKeys: MasterKeys, counts: readonly KeyCount[]) {
  const ids = new Set([...masterKeys.byId.keys(), ...counts.map((each) => each.keyId)])
  return [...ids].map((id) => ({
    id,
    state: id === masterKeys.sealing.id ? 'current' : masterKeys.byId.has(id) ? 'older' : 'not given',
    count: counts.filter((each) => each.keyId === id).reduce((sum, each) => sum + each.count, 0),
  }))
}

const summary = (
  masterKeys: MasterKeys,
  counts: readonly KeyCount[],
  rotated: readonly RotationResult[],
) => ({ keys: totals(masterKeys, counts), counts, rotated })

function render(
  masterKeys: MasterKeys,
  counts: readonly KeyCount[],
  rotated: readonly RotationResult[],
): string[] {
  const place = (each: { service: string; column: string }) => `${each.service}.${each.column}`
  const failed = rotated.filter((each) => each.failed > 0)
  return [
    ...rotated
      .filter((each) => each.rewrapped > 0)
      .map((each) => `${place(each)}: ${each.rewrapped} sealed anew`),
    ...failed.map((each) => `${place(each)}: ${each.failed} could not be opened and stay as they are`),
    ...totals(masterKeys, counts).map(
      ({ id, state, count }) => `${id} (${state}): ${count}${advice(state, count)}`,
    ),
    ...counts
      .filter((each) => each.keyId !== masterKeys.sealing.id)
      .map((each) => `  ${each.count} under ${each.keyId} in ${place(each)}`),
  ]
}

function advice(state: string, count: number): string {
  if (state === 'older')
    return count === 0 ? ', may be removed' : ', run klaps keys rotate before removing it'
  return ''
}

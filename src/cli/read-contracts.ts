import { readdir } from 'node:fs/promises'
import type { Contract } from '../kernel/contract.ts'

const services = new URL('../services/', import.meta.url)

/** The contract of every service folder, by name; what is generated from them must not depend on what runs. */
export async function readContracts(): Promise<Contract[]> {
  const names = (await readdir(services, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
  return await Promise.all(
    names.map(async (name) => {
      const module = (await import(new URL(`${name}/contract.ts`, services).href)) as Record<string, Contract>
      const contract = module[name]
      if (contract?.name !== name) throw new Error(`src/services/${name}/contract.ts does not export ${name}`)
      return contract
    }),
  )
}

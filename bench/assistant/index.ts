import { proxy } from './proxy.ts'

type Part = (say: (line: string) => void) => Promise<Record<string, unknown>>

/** The measurements of the assistant, one file each; they run one after the other. */
const parts: readonly Part[] = [proxy]

export async function assistant({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {}
  for (const part of parts) Object.assign(results, await part((line) => !json && console.log(line)))
  return results
}

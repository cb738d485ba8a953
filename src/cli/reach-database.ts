import { connectEmbedded, startEmbedded } from '../adapters/postgres/embedded.ts'

/** The embedded database if any service needs it: of a living owner as a client, else started for this command. */
export async function reachEmbedded(
  dataDir: string,
  names: readonly string[],
): Promise<{ url?: string; stop: () => Promise<void> }> {
  const none = { stop: async () => {} }
  if (process.env.DATABASE_URL || names.every((name) => process.env[`DATABASE_URL_${name.toUpperCase()}`]))
    return none
  const living = connectEmbedded(dataDir)
  if (living) return { url: living, ...none }
  const started = await startEmbedded({ dataDir })
  return { url: started.url, stop: () => started.stop() }
}

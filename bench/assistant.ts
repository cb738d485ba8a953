import { proxy } from './assistant/proxy.ts'
import { reminders } from './assistant/reminders.ts'

/**
 * What the proxy adds to a call of a language model, then the assistant at its busiest: reminders that are all due in one
 * minute (`--reminders=N`: so many).
 */
export async function assistant({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const say = (line: string) => {
    if (!json) console.log(line)
  }
  const many = flags.find((flag) => flag.startsWith('--reminders='))?.split('=')[1]
  const added = await proxy(say)
  return { ...added, ...(await reminders(say, many === undefined ? undefined : Number(many))) }
}

import { proxy } from './assistant/proxy.ts'
import { reminders } from './assistant/reminders.ts'

/**
 * What the proxy adds to a call of a language model, then the assistant at its busiest: reminders that are all due in one
 * minute (`--reminders=N`: so many). The words `proxy` and `reminders` measure that part alone.
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
  const named = flags.filter((flag) => !flag.startsWith('--'))
  const unknown = named.find((name) => name !== 'proxy' && name !== 'reminders')
  if (unknown !== undefined) throw new Error(`${unknown} is neither proxy nor reminders`)
  const isWanted = (part: string) => named.length === 0 || named.includes(part)
  return {
    ...(isWanted('proxy') ? await proxy(say) : {}),
    ...(isWanted('reminders') ? await reminders(say, many === undefined ? undefined : Number(many)) : {}),
  }
}

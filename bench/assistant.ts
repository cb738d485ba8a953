import { reminders } from './assistant/reminders.ts'

/** What the assistant does at its busiest: reminders that are all due in one minute (`--reminders=N`: so many). */
export async function assistant({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const say = (line: string) => !json && console.log(line)
  const many = flags.find((flag) => flag.startsWith('--reminders='))?.split('=')[1]
  return { ...(await reminders(say, many === undefined ? undefined : Number(many))) }
}

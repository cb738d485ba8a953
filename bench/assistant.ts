import { reminders } from './assistant/reminders.ts'

/** What the assistant does at its busiest: reminders that are all due in one minute. */
export async function assistant({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const say = (line: string) => !json && console.log(line)
  return { ...(await reminders(say)) }
}

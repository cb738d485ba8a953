import { startSandbox } from '../../sandbox/index.ts'

/** Asked for with the address that reports go to; before that they go nowhere. */
export interface ReportsTo {
  readonly webhookUrl: string
}

/**
 * The payment gateway's stand-in, in a process of its own as the real one is, and keeping nothing on disk: the one inside
 * `klaps start` writes all of its books at every answer, which would be most of what is measured.
 */
const sandbox = await startSandbox()
const settings = Object.fromEntries(
  Object.entries(sandbox.env).filter(([name]) => name.startsWith('SIMULATED_GATEWAY_')),
)
process.on('message', ({ webhookUrl }: ReportsTo) =>
  sandbox.standIns.simulatedPayments.webhooks.sendTo(webhookUrl),
)
process.once('disconnect', () => process.exit())
process.send!({ settings })

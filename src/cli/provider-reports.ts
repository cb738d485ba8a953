import { OutboundError } from '#kernel'
import type { ProviderCheck } from './provider-checks.ts'

export interface ProviderReport {
  readonly name: string
  readonly world: 'real' | 'sandbox'
  readonly configured: boolean
  /** Host and port, without what else the address may hold. */
  readonly address: string | null
  readonly reachable: boolean | null
  readonly keyValid: boolean | null
  readonly responseMs: number | null
  readonly state: 'ok' | 'note' | 'problem'
  readonly detail: string
}

/** Over the time-outs of the calls themselves: nothing holds up the report. */
const longestMs = 15_000
const longestDetail = 160

/**
 * Asks all at once. In the sandbox nobody is asked: it starts and ends with the system.
 *
 * @param secrets Never shown, whatever a provider answers.
 */
export async function reportProviders(
  checks: readonly ProviderCheck[],
  sandbox: boolean,
  secrets: readonly string[],
): Promise<ProviderReport[]> {
  const reports = await Promise.all(checks.map((check) => (sandbox ? simulated(check) : reportOne(check))))
  return reports.map((report) => ({ ...report, detail: withoutSecrets(report.detail, secrets) }))
}

const simulated = (check: ProviderCheck): ProviderReport => ({
  ...unasked(check),
  world: 'sandbox',
  configured: true,
  address: null,
  detail: 'a start brings its stand-in',
})

const unasked = ({ name, address, detail }: ProviderCheck): ProviderReport => ({
  name,
  world: 'real',
  configured: false,
  address: hostOf(address),
  reachable: null,
  keyValid: null,
  responseMs: null,
  state: 'note',
  detail,
})

async function reportOne(check: ProviderCheck): Promise<ProviderReport> {
  const report = unasked(check)
  if (!check.ask) return report
  const began = performance.now()
  const spent = () => Math.round(performance.now() - began)
  try {
    const { valid, detail } = await within(check.ask())
    const keyValid = check.hasKey ? valid : null
    const state = valid ? 'ok' : 'problem'
    return {
      ...report,
      configured: true,
      reachable: true,
      keyValid,
      responseMs: spent(),
      state,
      detail: detail ?? '',
    }
  } catch (error) {
    return { ...report, configured: true, ...failure(check, error), responseMs: spent(), state: 'problem' }
  }
}

/** An answer with a status came from somebody; 401 and 403 speak of the key. */
function failure(check: ProviderCheck, error: unknown) {
  const outbound = [error, error instanceof Error ? error.cause : undefined].find(
    (each) => each instanceof OutboundError,
  )
  const refusal = outbound?.status === 401 || outbound?.status === 403
  return {
    reachable: outbound?.status !== undefined,
    keyValid: check.hasKey && refusal ? false : null,
    detail: refusal && check.hasKey ? 'The provider refuses this key' : reasonOf(outbound ?? error),
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const cause =
    error.cause instanceof Error && !error.message.includes(error.cause.message) ? error.cause.message : ''
  return [error.message, cause].filter(Boolean).join(': ').replaceAll('\n', ' ').slice(0, longestDetail)
}

async function within<R>(work: Promise<R>): Promise<R> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`No answer in ${longestMs / 1000} s`)), longestMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const hostOf = (address: string | undefined) => (address && URL.parse(address)?.host) || null

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter(Boolean).reduce((left, secret) => left.replaceAll(secret, '***'), text)
}

/** A line each: state, name, how long, whether the key is good, what there is to say. */
export function renderProviders(reports: readonly ProviderReport[]): string[] {
  const width = Math.max(...reports.map(({ name }) => name.length))
  return reports.map((report) => {
    const time = report.responseMs === null ? '' : `${report.responseMs} ms`
    const key = report.keyValid === null ? '' : report.keyValid ? 'key good' : 'key refused'
    const what = [
      report.configured ? report.world : 'not configured',
      report.reachable === false ? 'not reachable' : '',
      key,
      report.address ?? '',
      report.detail,
    ]
    return [
      report.state.padEnd(8),
      report.name.padEnd(width),
      time.padStart(8),
      what.filter(Boolean).join(', '),
    ].join(' ')
  })
}

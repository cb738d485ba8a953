import type { Metrics } from './metrics.ts'
import { type DailyQuota, OutboundError, type QuotaUse } from './outbound.ts'
import type { PolicySurroundings } from './outbound-policy.ts'

/** The share of a daily quota at which people are warned. */
const WARNING = 0.8

export interface QuotaCounter {
  /** @throws OutboundError `quota-exceeded` until the provider's day turns */
  spend(): Promise<void>
  use(): Promise<QuotaUse>
}

/** Counts calls by the provider's own day. The count is the limiter's: shared by all replicas, kept over restarts. */
export function quotaCounter(
  provider: string,
  { calls, zone }: DailyQuota,
  { limiter, log, metrics, now }: PolicySurroundings,
): QuotaCounter {
  const gauges = quotaMetrics(metrics)
  const warnAt = Math.ceil(calls * WARNING)
  gauges?.granted.set({ provider }, calls)
  const today = () => now().toZonedDateTimeISO(zone)
  const dayOf = (time: Temporal.ZonedDateTime) => time.toPlainDate().toString()

  return {
    async spend() {
      const time = today()
      const counted = await limiter.count(provider, dayOf(time))
      gauges?.used.set({ provider }, Math.min(counted, calls))
      // The count is shared and grows by one, so exactly one caller of the day meets each of these numbers.
      if (counted === warnAt) {
        gauges?.warnings.inc({ provider })
        log.warn({ provider, calls: counted, dailyQuota: calls }, 'daily quota nearly used')
      }
      if (counted === calls + 1) log.warn({ provider, dailyQuota: calls }, 'daily quota used up')
      if (counted <= calls) return
      const midnight = time.startOfDay().add({ days: 1 })
      throw new OutboundError(
        provider,
        'quota-exceeded',
        `${provider}: the daily quota of ${calls} calls is used`,
        {
          retryAfterSeconds: Math.ceil(midnight.since(time).total('seconds')),
        },
      )
    },
    async use() {
      const used = Math.min(await limiter.counted(provider, dayOf(today())), calls)
      gauges?.used.set({ provider }, used)
      return { provider, used, calls, nearlyUsed: used >= warnAt }
    },
  }
}

function quotaMetrics(metrics: Metrics | undefined) {
  if (!metrics) return undefined
  const label = ['provider'] as const
  return {
    used: metrics.gauge(
      'provider_quota_used',
      "Calls of the provider's day so far, over all replicas",
      label,
    ),
    granted: metrics.gauge('provider_quota_calls', 'Calls that the provider grants for a day', label),
    warnings: metrics.counter(
      'outbound_quota_warnings_total',
      'Days on which 80 % of a daily quota was used',
      label,
    ),
  }
}

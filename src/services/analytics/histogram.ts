/**
 * Durations in buckets whose bounds grow by 5 %: a percentile is wrong by at most 2.5 % from 1 ms to about 12 days, a
 * day fits into 425 numbers whatever happens on it, and days, labels and replicas merge by adding up.
 */
const growth = 1.05

/** The last one takes everything longer. Bucket 0 is for what has no duration. */
export const lastBucket = 425

/** The bucket of a duration in milliseconds; under 1 ms (or below zero, when clocks disagree) it is the first. */
export function bucketOf(durationMs: number): number {
  if (!(durationMs > 1)) return 1
  return Math.min(lastBucket, 1 + Math.floor(Math.log(durationMs) / Math.log(growth)))
}

/** The geometric middle of a bucket, milliseconds, rounded to three significant digits. */
function middleOf(bucket: number): number {
  return Number((growth ** (bucket - 0.5)).toPrecision(3))
}

export interface Percentiles {
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** Percentiles of counts by bucket, milliseconds: the bucket in which the nearest rank falls. Null without durations. */
export function percentiles(counts: ReadonlyMap<number, number>): Percentiles {
  const buckets = [...counts]
    .filter(([bucket, count]) => bucket > 0 && count > 0)
    .toSorted(([a], [b]) => a - b)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  const at = (share: number) => {
    let left = Math.ceil(total * share)
    const found = buckets.find(([, count]) => (left -= count) <= 0)
    return found ? middleOf(found[0]) : null
  }
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

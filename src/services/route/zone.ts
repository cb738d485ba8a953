import tzLookup from 'tz-lookup'
import { type Coordinates, isTimeZone } from '#kernel'

/**
 * The IANA time zone at a point (offline table, a few kilometres coarse along borders). A zone that this runtime
 * does not know, which a newer table could name, gives UTC.
 */
export function timeZoneAt({ latitude, longitude }: Coordinates): string {
  const zone = tzLookup(latitude, longitude)
  return isTimeZone(zone) ? zone : 'UTC'
}

import type { Coordinates } from '#kernel'

/** One way to drive from one place to another, as a provider saw it for one departure. */
export interface Drive {
  /** Name of the provider that answered: `google`, `osrm`, `estimate`. */
  provider: string
  /** Does the duration know the traffic expected at the departure? */
  trafficAware: boolean
  /** Nobody routed this: distance and duration are computed from the great circle. */
  estimated: boolean
  durationSeconds: number
  distanceMeters: number
  /** What tells this way from its alternatives: road names, as the provider words them. */
  summary?: string
  /** Encoded polyline, precision 5. */
  polyline?: string
  /** The other ways offered for the same departure, once one has been chosen. */
  alternatives?: readonly Drive[]
}

export interface DriveOptions {
  /** How many ways to offer at most, the best one included. Default 1; providers cap it at three. */
  alternatives?: number
}

/**
 * Answers how long a drive takes that starts at a given instant. The best way comes first; the list is empty when
 * no road leads there. Throws `OutboundError` when the provider cannot be had.
 */
export interface DriveProvider {
  readonly name: string
  readonly trafficAware: boolean
  drive(
    from: Coordinates,
    to: Coordinates,
    departAt: Temporal.Instant,
    options?: DriveOptions,
  ): Promise<Drive[]>
}

export interface GeocodedPlace {
  provider: string
  coordinates: Coordinates
  /** The address as the provider writes it. */
  address: string
  /** The provider's own id of the place. */
  placeId?: string
  /** How well the point fits: the building, the street, or only the town around it. */
  precision: 'building' | 'street' | 'area'
  /** The provider did not find all of the address, only a part of it. */
  partial: boolean
}

export interface GeocodeOptions {
  /** BCP 47 language of the address in the answer. */
  language: string
  /** Prefer places around this point (home, the last location); never excludes others. */
  near?: Coordinates
}

/** Finds the point that an address names. `undefined`: no such place. Throws `OutboundError`. */
export interface Geocoder {
  readonly name: string
  /** How long an answer may be kept, as the provider's terms say. */
  readonly cacheFor: Temporal.Duration | 'forever'
  find(address: string, options: GeocodeOptions): Promise<GeocodedPlace | undefined>
}

/**
 * Copies of what is somewhere else, never the authority. Values are plain data (what JSON can hold, and `Temporal`):
 * they come back frozen, since everybody who asks for a key shares one value.
 */
export interface Cache {
  /**
   * The cached value, else what `load` gives, kept for `ttlSeconds` (each use states its own time). Of several who
   * miss a key at the same time one loads and all get its value, or its error; an error is never kept.
   */
  getOrSet<T>(key: string, options: { ttlSeconds: number }, load: () => Promise<T>): Promise<T>
  get<T>(key: string): Promise<T | undefined>
  set<T>(key: string, value: T, options: { ttlSeconds: number }): Promise<void>
  /** Forgets a key. A load under way does not bring back what it may have read before the drop. */
  drop(key: string): Promise<void>
  dropPrefix(prefix: string): Promise<void>
}

/** The part of `cache` that belongs to one service: its keys cannot meet another's. */
export function scopedCache(cache: Cache, scope: string): Cache {
  const own = (key: string): string => `${scope}:${key}`
  return {
    getOrSet: (key, options, load) => cache.getOrSet(own(key), options, load),
    get: (key) => cache.get(own(key)),
    set: (key, value, options) => cache.set(own(key), value, options),
    drop: (key) => cache.drop(own(key)),
    dropPrefix: (prefix) => cache.dropPrefix(own(prefix)),
  }
}

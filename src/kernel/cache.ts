export interface Cache {
  getOrSet<T>(key: string, options: { ttlSeconds: number }, load: () => Promise<T>): Promise<T>
  drop(key: string): Promise<void>
  dropPrefix(prefix: string): Promise<void>
}
export const scopedCache = (cache: Cache, scope: string): Cache => ({
  getOrSet: (k, o, l) => cache.getOrSet(`${scope}:${k}`, o, l),
  drop: (k) => cache.drop(`${scope}:${k}`),
  dropPrefix: (p) => cache.dropPrefix(`${scope}:${p}`),
})

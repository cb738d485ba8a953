/** A path below a provider's base URL, which may itself have a path (a proxy, a self-hosted server). */
export function endpoint(baseUrl: string, path: string): URL {
  const base = new URL(baseUrl)
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return new URL(path, base)
}

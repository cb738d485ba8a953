export async function api(_o: { json: boolean }): Promise<Record<string, unknown>> {
  return {}
}

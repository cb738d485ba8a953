import type { Blobs } from '../../kernel/blobs.ts'
export function diskBlobs(_dir: string): Blobs {
  const m = new Map<string, Uint8Array>()
  return {
    put: async (k, b) => {
      m.set(k, b)
    },
    get: async (k) => m.get(k),
    delete: async (k) => {
      m.delete(k)
    },
  }
}

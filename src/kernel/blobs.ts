export interface Blobs {
  put(key: string, bytes: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array | undefined>
  delete(key: string): Promise<void>
}
export const scopedBlobs = (blobs: Blobs, scope: string): Blobs => ({
  put: (k, b) => blobs.put(`${scope}/${k}`, b),
  get: (k) => blobs.get(`${scope}/${k}`),
  delete: (k) => blobs.delete(`${scope}/${k}`),
})

/** Large things that do not belong in a row: the bytes of a PDF (sealed), an export. The row holds the key. */
export interface Blobs {
  /** Stores `bytes` durably before it resolves; a second `put` replaces them whole. */
  put(key: string, bytes: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array | undefined>
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>
}

const MAX_KEY_LENGTH = 200
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/

/**
 * Keys are names separated by `/`: letters, digits, `.`, `_` and `-`, none beginning with a dot, 200 characters.
 *
 * @throws TypeError for anything else.
 */
export function checkBlobKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH || !KEY.test(key)) throw new TypeError('Not a blob key')
}

/** The part of `blobs` that belongs to one service: its keys cannot meet another's. */
export function scopedBlobs(blobs: Blobs, scope: string): Blobs {
  const own = (key: string): string => {
    checkBlobKey(key)
    return `${scope}/${key}`
  }
  return {
    put: async (key, bytes) => blobs.put(own(key), bytes),
    get: async (key) => blobs.get(own(key)),
    delete: async (key) => blobs.delete(own(key)),
  }
}

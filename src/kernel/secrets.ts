/** Seals and opens under one person's data key. `aad` is the record's identity: what was sealed for one record opens for no other. */
export interface PersonalCipher {
  seal(text: string, aad: string): string
  open(sealed: string, aad: string): string
  sealBytes(bytes: Uint8Array, aad: string): Uint8Array
  openBytes(sealed: Uint8Array, aad: string): Uint8Array
}

/** `ctx.secrets`: encryption at rest. */
export interface Secrets {
  /**
   * Under the master key, for secrets that belong to no person (a provider's key). `aad` is
   * `<service>:<table>.<column>:<primary key>`.
   *
   * @throws when the service does not declare the column as `sealed`.
   */
  seal(text: string, aad: string): string
  open(sealed: string, aad: string): string
  /**
   * The cipher of one person's data key, made on first use. Call it before a transaction opens: it may read and write
   * the service's key table on a connection of its own.
   */
  person(personId: string): Promise<PersonalCipher>
}

/** Who the sandbox's page shows: a signed-in person, through the public API like anybody else. */
export interface DemoPerson {
  readonly name: string
  readonly email: string
  readonly password: string
}

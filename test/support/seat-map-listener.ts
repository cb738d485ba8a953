import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http'

interface Data {
  readonly version: string
  readonly taken?: Readonly<Record<string, string>>
  readonly seats?: Readonly<Record<string, string>>
  readonly free: number
}

/** Connections are not shared: each listener is a browser of its own. */
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })

/** A page that shows a live seat map: it knows what it was told, and comes back where it left. */
export class SeatMapListener {
  readonly #url: string
  /** Seats that are not free, by what has been heard. */
  readonly taken = new Map<string, string>()
  version = ''
  free = Number.NaN
  /** Names of the frames of this connection, pings aside. */
  heard: string[] = []
  #request: ClientRequest | undefined
  #response: IncomingMessage | undefined
  #rest = ''

  constructor(houseUrl: string, showtimeId: string) {
    this.#url = `${houseUrl}/api/v1/bookings/seat-maps/${showtimeId}/stream`
  }

  /** Opens the stream, from the last version that was heard of if there is one. */
  listen(): void {
    this.heard = []
    this.#rest = ''
    const headers = this.version ? { 'last-event-id': this.version } : {}
    const request = get(this.#url, { agent, headers }, (response) => {
      this.#response = response
      response.setEncoding('utf8').on('data', (text: string) => this.#take(text))
      response.on('error', () => {})
    })
    request.on('error', () => {})
    this.#request = request
  }

  /** The network is gone, without a word. */
  cut(): void {
    this.#request?.destroy()
    this.#response = undefined
  }

  /** Reads nothing any more, until it does again. */
  pause(): void {
    this.#response?.pause()
  }
  resume(): void {
    this.#response?.resume()
  }

  #take(text: string): void {
    const frames = (this.#rest + text).split('\n\n')
    this.#rest = frames.pop()!
    for (const frame of frames) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]
      const event = field('event')
      if (event === 'seat-map' || event === 'seats') this.#apply(event, JSON.parse(field('data')!) as Data)
    }
  }

  #apply(event: string, { version, taken, seats, free }: Data): void {
    this.heard.push(event)
    this.version = version
    this.free = free
    if (taken) {
      this.taken.clear()
      for (const [seat, state] of Object.entries(taken)) this.taken.set(seat, state)
    }
    for (const [seat, state] of Object.entries(seats ?? {}))
      if (state === 'free') this.taken.delete(seat)
      else this.taken.set(seat, state)
  }
}

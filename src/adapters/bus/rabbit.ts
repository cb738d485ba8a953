import {
  AMQPError,
  type AsyncMessage,
  Connection,
  type Consumer,
  ConsumerStatus,
  type Publisher,
} from 'rabbitmq-client'
import { type Bus, BusUnavailable, type Listener } from '../../kernel/bus.ts'
import { deliveryJobs } from '../../kernel/deliveries.ts'
import { Envelope } from '../../kernel/envelope.ts'
import type { Logger } from '../../kernel/log.ts'
import { eventQueue, type JobQueue } from '../../kernel/queue.ts'

interface Options {
  url: string
  /** Every listener there is: any process declares all queues, so that no event is lost to a service not started yet. */
  listeners: readonly Listener[]
  /** Names of the services that publish; each has its topic exchange `<service>_events`. */
  publishers: readonly string[]
  /** The listeners that run in this process, with their own job queues. */
  here: ReadonlyMap<string, JobQueue>
  log: Logger
}

const deadExchange = 'klaps_dead'
const prefetch = 500
/** A message that the broker has delivered this often without an ack is dead: its listener dies of it. */
const deliveryLimit = 20
const confirmTimeoutMs = 10_000

const exchangeOf = (service: string) => `${service}_events`
const queueOf = (service: string) => service

/**
 * The bus between processes. Publishing waits for the broker's confirms before the outbox lets go; receiving puts the
 * event into the listener's own job queue and only then acks. Quorum queues, persistent messages.
 */
export class RabbitBus implements Bus {
  readonly #options: Options
  readonly #connection: Connection
  readonly #consumers: Consumer[] = []
  /** Queues that the broker gives us nothing of: not yet, or no longer. */
  readonly #silent = new Set<string>()
  #publisher: Publisher | undefined

  constructor(options: Options) {
    this.#options = options
    this.#connection = new Connection({
      url: options.url,
      connectionName: 'klaps',
      acquireTimeout: 5_000,
      connectionTimeout: 5_000,
      retryLow: 200,
      retryHigh: 5_000,
    })
    this.#connection.on('error', (error: unknown) => {
      for (const service of options.here.keys()) this.#silent.add(queueOf(service))
      options.log.warn({ err: error }, 'The broker connection failed; it is tried again')
    })
  }

  async start(): Promise<void> {
    await this.#declare()
    this.#publisher = this.#connection.createPublisher({ confirm: true })
    for (const [service, queue] of this.#options.here) {
      this.#consume(service, queue)
      this.#gatherDead(service, queue)
    }
  }

  async deliver(source: string, events: readonly Envelope[]): Promise<void> {
    const publisher = this.#publisher
    if (!publisher || !this.#connection.ready) throw new BusUnavailable('No connection to the broker')
    const confirmed = Promise.all(
      events.map((event) =>
        publisher.send(
          {
            exchange: exchangeOf(source),
            routingKey: event.type,
            durable: true,
            messageId: event.id,
            contentType: 'application/cloudevents+json',
          },
          event,
        ),
      ),
    )
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new BusUnavailable('The broker has not confirmed in time')),
        confirmTimeoutMs,
      )
    })
    await Promise.race([confirmed, late]).finally(() => clearTimeout(timer))
  }

  delivered(): void {}

  /** What the broker brings waits in the listener's own database before it is heard. */
  listen(): void {}

  async health(): Promise<void> {
    if (!this.#connection.ready) throw new Error('No connection to the broker')
  }

  async hearing(service: string): Promise<void> {
    if (this.#silent.has(queueOf(service))) throw new Error('The broker gives this service no events')
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#consumers.map((consumer) => consumer.close()))
    await this.#publisher?.close()
    await this.#connection.close()
  }

  async #declare(): Promise<void> {
    const channel = this.#connection
    await channel.exchangeDeclare({ exchange: deadExchange, type: 'topic', durable: true })
    for (const service of this.#options.publishers)
      await channel.exchangeDeclare({ exchange: exchangeOf(service), type: 'topic', durable: true })
    for (const listener of this.#options.listeners) {
      const queue = queueOf(listener.service)
      const dead = `${queue}.dead`
      await channel.queueDeclare({ queue: dead, durable: true, arguments: { 'x-queue-type': 'quorum' } })
      await channel.queueBind({ queue: dead, exchange: deadExchange, routingKey: queue })
      await channel.queueDeclare({
        queue,
        durable: true,
        arguments: {
          'x-queue-type': 'quorum',
          'x-dead-letter-exchange': deadExchange,
          'x-dead-letter-routing-key': queue,
          'x-delivery-limit': deliveryLimit,
        },
      })
      const keys = listener.types === 'everything' ? ['#'] : listener.types
      for (const source of this.#options.publishers) {
        for (const routingKey of keys)
          await channel.queueBind({ queue, exchange: exchangeOf(source), routingKey })
      }
    }
  }

  #consume(service: string, queue: JobQueue): void {
    const intake = new Intake(service, queue)
    const consumer = this.#connection.createConsumer(
      {
        queue: queueOf(service),
        queueOptions: { passive: true },
        qos: { prefetchCount: prefetch },
        concurrency: prefetch,
        requeue: true,
      },
      async (message: AsyncMessage) => {
        const envelope = Envelope.safeParse(message.body)
        if (!envelope.success) {
          this.#options.log.error(
            { service, messageId: message.messageId },
            'A message is no event of ours; it goes to the dead letters',
          )
          return ConsumerStatus.DROP
        }
        await intake.keep(envelope.data)
        return ConsumerStatus.ACK
      },
    )
    this.#silent.add(queueOf(service))
    consumer.on('ready', () => this.#silent.delete(queueOf(service)))
    consumer.on('error', (error: unknown) => {
      // Anything else is ours: an event that could not be kept, while others come.
      if (error instanceof AMQPError) this.#silent.add(queueOf(service))
      this.#options.log.warn(
        { err: error, service },
        'Events could not be received; they are delivered again',
      )
    })
    this.#consumers.push(consumer)
  }

  /** What the broker has put aside goes to the listener's own dead letters, where everything given up is looked at. */
  #gatherDead(service: string, queue: JobQueue): void {
    const consumer = this.#connection.createConsumer(
      {
        queue: `${queueOf(service)}.dead`,
        queueOptions: { passive: true },
        qos: { prefetchCount: 1 },
        requeue: true,
      },
      async (message: AsyncMessage) => {
        const envelope = Envelope.safeParse(message.body)
        const data = envelope.success ? envelope.data : { unreadable: String(message.body).slice(0, 2_000) }
        await queue.bury(eventQueue(service), data)
      },
    )
    consumer.on('error', (error: unknown) =>
      this.#options.log.warn({ err: error, service }, 'Dead letters could not be taken from the broker'),
    )
    this.#consumers.push(consumer)
  }
}

/** Gathers what arrives together into one insert: an ack follows only after its commit. */
class Intake {
  readonly #service: string
  readonly #queue: JobQueue
  #waiting: { event: Envelope; resolve: () => void; reject: (error: unknown) => void }[] = []

  constructor(service: string, queue: JobQueue) {
    this.#service = service
    this.#queue = queue
  }

  keep(event: Envelope): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#flush())
      this.#waiting.push({ event, resolve, reject })
    })
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    try {
      const name = eventQueue(this.#service)
      await this.#queue.insert(name, deliveryJobs(batch.map(({ event }) => event)))
      this.#queue.wake(name)
      for (const each of batch) each.resolve()
    } catch (error) {
      for (const each of batch) each.reject(error)
    }
  }
}

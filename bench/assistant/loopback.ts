import { Server } from 'node:net'

/** Preloaded into a program that listens on every interface: it listens on 127.0.0.1 only, or not at all. */
const listen: (this: Server, port: number, host: string, listening?: () => void) => Server =
  Server.prototype.listen
Server.prototype.listen = function onLoopback(this: Server, ...given: unknown[]) {
  const [port] = given
  if (typeof port !== 'number') throw new Error('Only a port can be listened on here')
  const listening = given.find((each) => typeof each === 'function')
  return listen.call(this, port, '127.0.0.1', listening as (() => void) | undefined)
} as typeof Server.prototype.listen

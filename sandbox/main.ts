import { parseArgs } from 'node:util'
import { startSandbox } from './index.ts'

const usage = `usage: node sandbox/main.ts [--port N] [--smtp-port N] [--imap-port N] [--state DIR]

Runs the stand-ins for the outside world on 127.0.0.1 until SIGTERM or SIGINT. Prints one line of JSON with "urls" and
"env" when it is ready. A port of 0 (the default) is any free one.`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'smtp-port': { type: 'string', default: '0' },
    'imap-port': { type: 'string', default: '0' },
    state: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) {
  console.log(usage)
} else {
  const sandbox = await startSandbox({
    ports: {
      http: Number(values.port),
      smtp: Number(values['smtp-port']),
      imap: Number(values['imap-port']),
    },
    stateDir: values.state,
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void sandbox.stop().then(() => process.exit(0))
    })
  }
  console.log(JSON.stringify({ urls: sandbox.urls, env: sandbox.env }))
}

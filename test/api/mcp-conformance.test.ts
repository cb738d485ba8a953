import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { freshEmail, goodPassword, newAccount, realAccounts } from '../support/accounts.ts'
import { Program } from '../support/mcp-program.ts'

const suite = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
)
const run = promisify(execFile)

let house: TestHouse
let proxy: Server
const program = new Program()

/** The suite has no account: in front of it stands somebody who has been let in, and passes everything else on. */
beforeAll(async () => {
  house = await openTestHouse({ env: realAccounts })
  const { port } = new URL(house.url)
  const anna = await newAccount(house, freshEmail())
  const user = { email: anna.email, password: goodPassword }
  await (await program.letIn(new URL(`http://localhost:${port}/mcp`), user)).close()
  const authorization = `Bearer ${program.kept!.access_token}`
  proxy = createServer((given, answer) => {
    const { method, url: path, headers } = given
    const onward = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, authorization } })
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode!, response.headers)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    given.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
}, 120_000)
afterAll(async () => {
  proxy?.closeAllConnections()
  proxy?.close()
  await house?.stop()
})

/** Those that need no tool, prompt or resource made for the suite; the others are listed in docs/assistant.md. */
it.each(['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'])(
  'the public conformance suite passes: %s',
  async (scenario) => {
    const { port } = proxy.address() as AddressInfo
    const url = `http://localhost:${port}/mcp`
    const { stdout } = await run(process.execPath, [suite, 'server', '--url', url, '--scenario', scenario], {
      timeout: 30_000,
      cwd: house.dataDir,
    })
    expect(stdout).toMatch(/Passed: ([1-9]\d*)\/\1/)
  },
  60_000,
)

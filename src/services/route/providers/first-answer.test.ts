import { afterEach, describe, expect, it } from 'vitest'
import { firstAnswer } from '#kernel'
import { type ReplayServer, replayServer, singleAttemptClient } from '../../../../test/support/outbound.ts'
import { estimateProvider } from './estimate.ts'
import { googleRoutes } from './google-routes.ts'
import { osrm } from './osrm.ts'
import type { DriveProvider } from './types.ts'

const from = { latitude: 52.231838, longitude: 21.005995 }
const to = { latitude: 52.165845, longitude: 20.967122 }
const departAt = Temporal.Instant.from('2026-03-16T04:25:00Z')

let server: ReplayServer
afterEach(() => server?.close())

/** Google answers with `status`, OSRM finds no road, the estimate always answers. */
async function providers(status: number): Promise<DriveProvider[]> {
  server = await replayServer(({ url }) =>
    url.pathname.startsWith('/google')
      ? { status, body: { routes: [{ duration: '600s', distanceMeters: 5_000 }] } }
      : { status: 400, body: { code: 'NoRoute' } },
  )
  return [
    googleRoutes(singleAttemptClient('google-routes'), {
      apiKey: 'secret',
      baseUrl: `${server.baseUrl}/google`,
      now: () => departAt.subtract({ hours: 1 }),
    }),
    osrm(singleAttemptClient('osrm'), { baseUrl: `${server.baseUrl}/osrm` }),
    estimateProvider(),
  ]
}

describe('firstAnswer', () => {
  it('takes the preferred provider and asks nobody else', async () => {
    const { answer, failures } = await firstAnswer(await providers(200), (one) =>
      one.drive(from, to, departAt),
    )
    expect(answer).toMatchObject([{ provider: 'google', durationSeconds: 600 }])
    expect(failures).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  it('goes on past one that fails and one that knows no road, and says who failed', async () => {
    const { answer, failures } = await firstAnswer(await providers(503), (one) =>
      one.drive(from, to, departAt),
    )
    expect(answer).toMatchObject([{ provider: 'estimate', estimated: true }])
    expect(failures).toMatchObject([{ provider: 'google', error: { kind: 'http', status: 503 } }])
  })

  it('has no answer when nobody has one', async () => {
    const [google, router] = await providers(503)
    const asked = [google, router].flatMap((one) => one ?? [])
    expect(await firstAnswer(asked, (one) => one.drive(from, to, departAt))).toMatchObject({
      answer: undefined,
      failures: [{ provider: 'google' }],
    })
  })

  it('does not hide a mistake of ours', async () => {
    const ask = async () => Promise.reject(new TypeError('oops'))
    await expect(firstAnswer([estimateProvider()], ask)).rejects.toThrow('oops')
  })
})

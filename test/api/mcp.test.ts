import type { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { places } from '../../sandbox/places.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'
import { type Account, goodPassword, newAccount, realAccounts } from '../support/accounts.ts'
import { openSale } from '../support/box-office.ts'
import { decide, Program } from '../support/mcp-program.ts'

let sandbox: Sandbox
let house: TestHouse
let resource: URL
let anna: Account
let boss: Account
let client: Client
const program = new Program()
const tomorrow = Temporal.Now.zonedDateTimeISO('Europe/Warsaw').toPlainDate().add({ days: 1 })
const address = (id: string) => places.find((place) => place.id === id)!.address

beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({
    env: { ...sandbox.env, ...realAccounts, KLAPS_ADMIN_EMAIL: 'boss@example.org' },
  })
  resource = new URL(`http://localhost:${new URL(house.url).port}/mcp`)
  anna = await newAccount(house)
  boss = await newAccount(house, 'boss@example.org')
  client = await program.letIn(resource, { email: anna.email, password: goodPassword })
}, 120_000)
afterAll(async () => {
  await client?.close()
  await house.stop()
  await sandbox.stop()
})

const call = async (name: string, given: Record<string, unknown> = {}, by = client) =>
  (await by.callTool({ name, arguments: given })) as {
    isError?: boolean
    structuredContent: any
    content: any
  }

describe('a program that a user has let in', () => {
  it('sees the tools, with schemas and what they do', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'my_day',
      'list_days',
      'get_day',
      'confirm_day',
      'get_route',
      'get_weather',
      'list_showtimes',
      'find_seats',
      'list_bookings',
      'hold_seats',
      'list_reminders',
      'create_reminder',
      'remind_before_event',
      'snooze_reminder',
      'cancel_reminder',
      'list_events',
      'find_free_time',
      'create_event',
      'recent_mail',
      'ai_usage',
    ])
    const changing = /^(confirm|hold|create|remind|snooze|cancel)_/
    const once = ['hold_seats', 'create_reminder', 'remind_before_event', 'create_event']
    for (const { name, inputSchema, outputSchema, annotations, description } of tools) {
      expect(inputSchema.type).toBe('object')
      expect(outputSchema?.type).toBe('object')
      expect(annotations).toMatchObject({ readOnlyHint: !changing.test(name), destructiveHint: false })
      expect('key' in inputSchema.properties!, name).toBe(once.includes(name))
      expect(description).toBeTruthy()
    }
  })
  it('answers "when do I get up tomorrow?" with one call', async () => {
    await anna.patch('/config/settings', { home: { address: address('home-domaniewska') }, stop: null })
    const { body: production } = await anna.post('/productions', { title: 'Zima', timeZone: 'Europe/Warsaw' })
    const made = await anna.post('/schedules', {
      productionId: production.id,
      shootingDate: tomorrow.toString(),
      call: '07:00',
      location: { address: address('panavision') },
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const day = await until(
      'the plan',
      async () => {
        const [found] = (await call('my_day')).structuredContent.days
        return found?.wakeUp && found
      },
      30_000,
    )
    expect(day).toMatchObject({ date: tomorrow.toString(), production: 'Zima', missing: expect.any(Array) })
    expect(day.call).toContain('T07:00')
    expect(day.wakeUp).toMatch(/T0[3-6]:\d\d\+0[12]:00\[Europe\/Warsaw\]$/)
    const { days } = (
      await call('list_days', { from: tomorrow.toString(), to: tomorrow.add({ days: 7 }).toString() })
    ).structuredContent
    expect(days).toHaveLength(1)
    const whole = (await call('get_day', { dayId: day.dayId, language: 'en' })).structuredContent
    expect(whole).toMatchObject({ dayId: day.dayId, notes: null, warnings: expect.any(Array) })
    const way = (await call('get_route', { planId: day.planId })).structuredContent
    expect(way.legs.length).toBeGreaterThan(0)
    expect(way.totalDriveMinutes).toBeGreaterThan(0)
    const weather = await call('get_weather', { planId: day.planId })
    expect(weather.isError ?? false).toBe(false)
  }, 60_000)
  it('holds seats for its user and sees the booking', async () => {
    const show = await openSale(boss)
    const { showtimes } = (await call('list_showtimes')).structuredContent
    expect(showtimes).toContainEqual(
      expect.objectContaining({ showtimeId: show.showtimeId, free: expect.any(Number) }),
    )
    const { seatIds } = (await call('find_seats', { showtimeId: show.showtimeId, seats: 2 }))
      .structuredContent
    expect(seatIds).toHaveLength(2)
    const seats = seatIds.map((seatId: string) => ({ seatId }))
    const wish = { showtimeId: show.showtimeId, seats, key: 'two-seats' }
    const held = (await call('hold_seats', wish)).structuredContent
    expect(held).toMatchObject({ state: 'held', seats: expect.arrayContaining(seatIds) })
    expect((await call('hold_seats', wish)).structuredContent.bookingId).toBe(held.bookingId)
    const again = await call('hold_seats', { showtimeId: show.showtimeId, seats })
    expect(again.isError).toBe(true)
    expect(again.content[0].text).toContain('booking.seats-taken')
    const { bookings } = (await call('list_bookings')).structuredContent
    expect(bookings).toMatchObject([{ bookingId: held.bookingId }])
    expect((await anna.get(`/bookings/${held.bookingId}`)).status).toBe(200)
  }, 60_000)
  it('is told what does not fit, and sees nothing of others', async () => {
    expect((await call('my_day', { date: 'soon' })).isError).toBe(true)
    const stranger = await call('get_route', { planId: crypto.randomUUID() })
    expect(stranger.content[0].text).toContain('not-found')
  })
})

describe('what was agreed to', () => {
  it('is all that the program may do', async () => {
    const reader = new Program('showtime:read')
    const by = await reader.letIn(resource, { email: anna.email, password: goodPassword })
    expect(reader.kept!.scope).toBe('showtime:read')
    const names = (await by.listTools()).tools.map(({ name }) => name)
    expect(names).toEqual(['list_showtimes', 'find_seats'])
    await expect(call('list_bookings', {}, by)).rejects.toThrow()
    await by.close()
  })
  it('opens /mcp and nothing else; and nothing else opens /mcp', async () => {
    const asProgram = { authorization: `Bearer ${program.kept!.access_token}` }
    for (const path of ['/schedules', '/users/me', '/bookings'])
      expect((await house.stranger.get(path, asProgram)).status, path).toBe(401)
    const direct = await fetch(resource, {
      method: 'POST',
      headers: { authorization: `Bearer ${anna.token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(direct.status).toBe(401)
    expect(direct.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${resource.origin}/.well-known/oauth-protected-resource/mcp"`,
    )
  })
  it('is refreshed by its program alone; a token used twice ends it', async () => {
    const other = new Program()
    await (await other.letIn(resource, { email: anna.email, password: goodPassword })).close()
    const old = other.kept!.refresh_token!
    expect((await house.stranger.post('/auth/refresh', { refreshToken: old })).status).toBe(401)
    const refresh = (token: string, clientId: string) =>
      tokenOf({ grant_type: 'refresh_token', refresh_token: token, client_id: clientId })
    const clientId = other.information!.client_id
    expect(await refresh(old, program.information!.client_id)).toMatchObject({ error: 'invalid_grant' })
    const next = await refresh(old, clientId)
    expect(next).toMatchObject({ token_type: 'Bearer', scope: expect.any(String) })
    const third = await refresh(next.refresh_token, clientId)
    expect(await refresh(old, clientId)).toMatchObject({ error: 'invalid_grant' })
    expect(await refresh(third.refresh_token, clientId)).toMatchObject({ error: 'invalid_grant' })
  })
  it('ends with its session, at once', async () => {
    const short = new Program()
    const by = await short.letIn(resource, { email: anna.email, password: goodPassword })
    const sid = JSON.parse(Buffer.from(short.kept!.access_token.split('.')[1]!, 'base64url').toString()).sid
    expect((await anna.delete(`/auth/sessions/${sid}`)).status).toBe(204)
    delete short.kept!.refresh_token
    await expect(by.listTools()).rejects.toThrow()
  })
})

async function tokenOf(fields: Record<string, string>) {
  const response = await fetch(`${house.url}/api/v1/auth/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  return (await response.json()) as Record<string, any>
}

const register = async (metadata: unknown) =>
  await fetch(`${house.url}/api/v1/auth/oauth/clients`, { method: 'POST', body: JSON.stringify(metadata) })

describe('the authorization server', () => {
  it('tells what it can do, and the resource where it is', async () => {
    const described = await (await fetch(`${house.url}/.well-known/oauth-authorization-server`)).json()
    expect(described).toMatchObject({
      issuer: resource.origin,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    })
    const of = await (await fetch(`${house.url}/.well-known/oauth-protected-resource/mcp`)).json()
    expect(of).toMatchObject({ resource: resource.href, authorization_servers: [resource.origin] })
  })
  it.each([
    ['javascript:alert(1)', 'invalid_redirect_uri'],
    ['http://evil.example/callback', 'invalid_redirect_uri'],
    ['https://good.example/#fragment', 'invalid_redirect_uri'],
    ['data:text/html,x', 'invalid_redirect_uri'],
  ])('registers nobody who wants users sent to %s', async (uri, error) => {
    const answer = await register({ client_name: 'Evil', redirect_uris: [uri] })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error })
  })
  it('registers no client with a secret, and nothing that is not JSON', async () => {
    const wanted = {
      redirect_uris: ['https://good.example/'],
      token_endpoint_auth_method: 'client_secret_basic',
    }
    expect(await (await register(wanted)).json()).toMatchObject({ error: 'invalid_client_metadata' })
    const broken = await fetch(`${house.url}/api/v1/auth/oauth/clients`, { method: 'POST', body: '{' })
    expect(await broken.json()).toMatchObject({ error: 'invalid_client_metadata' })
  })

  const authorize = (changes: Record<string, string | undefined>) => {
    const url = new URL(program.asked!)
    for (const [name, value] of Object.entries(changes))
      if (value === undefined) url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    return url
  }
  it('sends nobody to an address that was not registered, nor for a program that is not', async () => {
    for (const change of [
      { redirect_uri: 'https://evil.example/' },
      { redirect_uri: undefined },
      { client_id: crypto.randomUUID() },
      { client_id: 'nobody' },
    ]) {
      const answer = await fetch(authorize(change), { redirect: 'manual' })
      expect(answer.status).toBe(400)
      expect(answer.headers.get('location')).toBeNull()
    }
  })
  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ resource: 'https://elsewhere.example/mcp' }, 'invalid_target'],
    [{ scope: 'everything' }, 'invalid_scope'],
  ])('tells the program when %o', async (change, error) => {
    const answer = await fetch(authorize(change), { redirect: 'manual' })
    expect(answer.status).toBe(303)
    const { searchParams } = new URL(answer.headers.get('location')!)
    expect(searchParams.get('error')).toBe(error)
    expect(searchParams.get('iss')).toBe(resource.origin)
  })
  it('shows the name of the program as text, and asks again after a wrong password', async () => {
    const page = await fetch(program.asked!, { headers: { 'accept-language': 'pl' } })
    expect(page.headers.get('cache-control')).toBe('no-store')
    const html = await page.text()
    expect(html).toContain('A test of &lt;programs&gt;')
    expect(html).toContain('Hasło')
    await expect(decide(program.asked!, { email: anna.email, password: 'wrong wrong' })).rejects.toThrow(
      'E-mail or password is wrong',
    )
  })
  it('tells the program that the user refused', async () => {
    const back = await decide(program.asked!, { email: '', password: '', decision: 'deny' })
    expect(back.searchParams.get('error')).toBe('access_denied')
  })
  it('takes a code once, from the program that can prove it asked; a copied one ends what was made of it', async () => {
    const fresh = new Program()
    await (await fresh.letIn(resource, { email: anna.email, password: goodPassword })).close()
    const back = await decide(fresh.asked!, { email: anna.email, password: goodPassword })
    const fields = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code')!,
      client_id: fresh.information!.client_id,
      redirect_uri: fresh.redirectUrl,
      code_verifier: fresh.codeVerifier(),
    }
    const wrong = { code_verifier: 'x'.repeat(43) }
    expect(await tokenOf({ ...fields, ...wrong })).toMatchObject({ error: 'invalid_grant' })
    expect(await tokenOf({ ...fields, client_id: program.information!.client_id })).toMatchObject({
      error: 'invalid_grant',
    })
    const tokens = await tokenOf(fields)
    expect(tokens.access_token).toBeTruthy()
    expect(await tokenOf(fields)).toMatchObject({ error: 'invalid_grant' })
    const refreshed = await tokenOf({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      client_id: fields.client_id,
    })
    expect(refreshed).toMatchObject({ error: 'invalid_grant' })
  })
  it('refuses other grants and forms that say things twice', async () => {
    expect(await tokenOf({ grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' })
    expect(await tokenOf({ grant_type: 'authorization_code' })).toMatchObject({ error: 'invalid_request' })
    const twice = await fetch(`${house.url}/api/v1/auth/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=password&grant_type=refresh_token',
    })
    expect(await twice.json()).toMatchObject({ error: 'invalid_request' })
  })
})

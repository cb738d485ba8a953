'use strict'

/** An element with properties and children; texts are texts, never markup. */
function make(tag, properties = {}, ...children) {
  const { aria, ...own } = properties
  const element = Object.assign(document.createElement(tag), own)
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(name, value)
  element.append(...children.flat().filter((child) => child !== null && child !== undefined))
  return element
}

/**
 * The reader's session with the public API: kept in this browser, so that a link opened from a message asks for the
 * password once and not every time. It ends with "sign out", after a day without use, or when the account ends it.
 */
function crewSession() {
  const keptAs = 'klaps.session'
  let pair = JSON.parse(localStorage.getItem(keptAs) ?? 'null')

  function keep(fresh) {
    pair = fresh
    if (fresh) localStorage.setItem(keptAs, JSON.stringify(fresh))
    else localStorage.removeItem(keptAs)
  }

  /** @throws the problem document of a refusal, with its status */
  async function send(path, { json, bare = false, ...options } = {}) {
    const answer = await fetch(`/api/v1${path}`, {
      ...options,
      ...(json === undefined ? {} : { method: options.method ?? 'POST', body: JSON.stringify(json) }),
      headers: {
        ...(pair && !bare ? { authorization: `Bearer ${pair.accessToken}` } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      signal: AbortSignal.timeout(20_000),
    })
    if (answer.ok) return answer
    throw Object.assign(new Error(`${path} answered ${answer.status}`), {
      status: answer.status,
      problem: await answer.json().catch(() => ({})),
    })
  }

  const tokens = async (path, json) => {
    const { accessToken, refreshToken } = await (await send(path, { json, bare: true })).json()
    keep({ accessToken, refreshToken })
  }

  /** A refresh token works once: of two pages that find theirs too old, one asks and the other takes its answer. */
  const alone = (act) => (navigator.locks ? navigator.locks.request(keptAs, act) : act())
  const refresh = (tooOld) =>
    alone(async () => {
      const kept = JSON.parse(localStorage.getItem(keptAs) ?? 'null')
      // Signed out in another tab: nothing that this one still remembers may bring the session back.
      if (!kept) throw Object.assign(new Error('Signed out'), { status: 401, problem: {} })
      if (kept.accessToken === tooOld) await tokens('/auth/refresh', { refreshToken: kept.refreshToken })
      else pair = kept
    })

  /** Asks the API; once more with a new token where the kept one is too old. */
  async function ask(path, options) {
    const used = pair?.accessToken
    try {
      return await send(path, options)
    } catch (error) {
      if (error.status !== 401 || !pair) throw error
      await refresh(used).catch((cause) => {
        if (cause.status === 401) keep(null)
        throw cause
      })
      return await send(path, options)
    }
  }

  return {
    isOpen: () => pair !== null,
    signIn: (email, password) => tokens('/auth/sign-in', { email, password }),
    ask,
    signOut: async () => {
      await ask('/auth/sign-out', { method: 'POST' }).catch(() => undefined)
      keep(null)
    },
  }
}

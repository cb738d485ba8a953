import type { AuthorizeQuery, Scope } from '../contract.ts'
import { scopes } from '../contract.ts'

export type PageLanguage = 'pl' | 'en'

const words = {
  en: {
    title: 'Let a program in',
    wants: 'wants to act for you in Klaps. It may then:',
    goesTo: 'Afterwards you are sent to',
    careful:
      'Agree only if you have just begun this in that program yourself. You can end it under your sessions.',
    email: 'E-mail',
    password: 'Password',
    allow: 'Allow',
    deny: 'Refuse',
    back: 'Back to the program',
    done: 'This window can be closed afterwards.',
  },
  pl: {
    title: 'Dostęp dla programu',
    wants: 'chce działać w twoim imieniu w Klapsie. Będzie mógł:',
    goesTo: 'Potem wrócisz pod adres',
    careful:
      'Zgódź się tylko wtedy, gdy to ty właśnie zaczynasz to w tym programie. Dostęp odbierzesz wśród swoich sesji.',
    email: 'E-mail',
    password: 'Hasło',
    allow: 'Zezwalam',
    deny: 'Odmawiam',
    back: 'Wróć do programu',
    done: 'Potem można zamknąć to okno.',
  },
} as const

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character]!)

export const languageOf = (acceptLanguage: string | undefined): PageLanguage =>
  /^pl\b/i.test(acceptLanguage ?? '') ? 'pl' : 'en'

function page(language: PageLanguage, title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">${head}<title>${escape(title)} · Klaps</title></head><body><main><h1>${escape(title)}</h1>${body}</main></body></html>`
}

/** The page that asks. Whoever agrees says who they are on it, so that no other site can agree for them. */
export function consentPage(
  language: PageLanguage,
  asked: { readonly client: string; readonly query: AuthorizeQuery; readonly scope: readonly Scope[] },
  fault?: string,
): string {
  const t = words[language]
  const hidden = Object.entries(asked.query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`)
    .join('')
  const host = escape(new URL(asked.query.redirect_uri!).host || asked.query.redirect_uri!)
  return page(
    language,
    t.title,
    `${fault ? `<p role="alert"><strong>${escape(fault)}</strong></p>` : ''}
<p><strong>${escape(asked.client)}</strong> ${t.wants}</p>
<ul>${asked.scope.map((each) => `<li>${escape(scopes[each][language])}</li>`).join('')}</ul>
<p>${t.goesTo} <code>${host}</code>. ${t.careful}</p>
<form method="post">${hidden}
<p><label>${t.email} <input type="email" name="email" autocomplete="username"></label></p>
<p><label>${t.password} <input type="password" name="password" autocomplete="current-password"></label></p>
<p><button name="decision" value="allow">${t.allow}</button> <button name="decision" value="deny">${t.deny}</button></p>
</form>`,
  )
}

/**
 * Sends the browser on. Not by a redirection: our policy for forms (`form-action 'self'`) would stop it after one, and
 * holds on every page.
 */
export function onwardPage(language: PageLanguage, url: string): string {
  const t = words[language]
  const body = `<p><a href="${escape(url)}">${t.back}</a></p><p>${t.done}</p>`
  return page(language, 'Klaps', body, `<meta http-equiv="refresh" content="0;url=${escape(url)}">`)
}

export const faultPage = (language: PageLanguage, fault: string): string =>
  page(language, words[language].title, `<p role="alert">${escape(fault)}</p>`)

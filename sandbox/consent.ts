/**
 * What a person does in the browser when a product asks for access: looks at the consent page, presses the button
 * with their own address, and is sent back to the product.
 *
 * @returns what the product answered to the returning browser
 */
export async function consentAs(email: string, consentUrl: string): Promise<Response> {
  const page = await (await fetch(consentUrl, { signal: AbortSignal.timeout(10_000) })).text()
  const form = [...page.matchAll(/<form[\s\S]*?<\/form>/g)]
    .map(([text]) => text)
    .find((text) => text.includes(email))
  if (!form) throw new Error(`The consent page offers nobody called ${email}`)
  const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name!,
    value!.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
  ])
  const action = new URL(/action="([^"]+)"/.exec(form)?.[1] ?? '', consentUrl)
  const pressed = await fetch(action, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  })
  const back = pressed.headers.get('location')
  if (!back) throw new Error(`The consent page answered ${pressed.status} and sent nobody back`)
  return await fetch(back, { signal: AbortSignal.timeout(10_000) })
}

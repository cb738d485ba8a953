'use strict'

/** Test numbers of the card networks, with the sandbox's tokens for them. Whoever types one types no real number. */
const testCards = {
  4242424242424242: 'pm_card_visa',
  5555555555554444: 'pm_card_mastercard',
  4000000000000002: 'pm_card_chargeDeclined',
  4000000000009995: 'pm_card_chargeDeclinedInsufficientFunds',
  4000000000003220: 'pm_card_threeDSecure2Required',
}

/**
 * A card that is typed in becomes a token of the gateway in the browser: its number never comes to Klaps. With Stripe it is
 * typed into a frame of Stripe's, whose script is loaded when the form is opened, on the one page whose policy lets it.
 *
 * @param page what the page of the tickets offers its parts
 */
function cardPart({ make, words, say, attempt }) {
  const ways = { simulated: testCard, stripe: stripeCard }
  const mayLoad = { simulated: true, stripe: location.pathname.startsWith('/bookings/') }

  /** @param pay takes `{ token, save }` @returns null where no card can be typed in */
  function section(gateway, canSave, pay) {
    if (!gateway.gateway || !mayLoad[gateway.gateway]) return null
    const way = ways[gateway.gateway](gateway)
    const save = make('input', { type: 'checkbox', name: 'save' })
    const form = make(
      'form',
      { id: 'card', noValidate: true },
      ...way.fields,
      canSave ? make('label', { className: 'choice' }, save, ` ${words.keepCard}`) : null,
      make('p', {}, make('button', { textContent: words.pay })),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      attempt(async () => {
        const token = await way.token(form)
        if (token) await pay({ token, save: save.checked })
      })
    })
    const details = make('details', { id: 'new-card' }, make('summary', { textContent: words.newCard }), form)
    details.addEventListener('toggle', () => details.open && way.opened?.(form))
    return details
  }

  function testCard() {
    const field = (text, properties) => make('p', {}, make('label', {}, text, make('input', properties)))
    const of = (name, autocomplete, placeholder, maxLength) => ({
      name,
      autocomplete,
      placeholder,
      maxLength,
      inputMode: 'numeric',
    })
    return {
      fields: [
        make('p', { className: 'sandbox', textContent: words.sandboxCard }),
        field(words.cardNumber, of('number', 'off', '4242 4242 4242 4242', 23)),
        field(words.cardExpires, of('expires', 'off', '12/34', 5)),
        field(words.cardCode, of('code', 'off', '123', 4)),
      ],
      token: async (form) => {
        const said = Object.fromEntries(new FormData(form))
        const token = testCards[said.number.replaceAll(/\D/g, '')]
        if (!token) return void say(words.unknownTestCard)
        if (!isAhead(said.expires)) return void say(words.cardOver)
        if (!/^\d{3,4}$/.test(said.code)) return void say(words.wrongCode)
        return token
      },
    }
  }

  /** MM/YY, this month included. */
  function isAhead(text) {
    const [, month, year] = /^(0[1-9]|1[0-2])\/?(\d\d)$/.exec(text.trim()) ?? []
    return month !== undefined && new Date(2000 + Number(year), Number(month), 1) > new Date()
  }

  function stripeCard({ publishableKey }) {
    const place = make('div', { id: 'card-element' })
    let asked
    const element = () => {
      asked ??= stripe(publishableKey).then((client) => {
        const card = client.elements({ locale: document.documentElement.lang }).create('card')
        card.mount(place)
        return { client, card }
      })
      return asked
    }
    return {
      fields: [place],
      opened: () =>
        element().catch(() => {
          asked = undefined
          say(words.noCardForm)
        }),
      token: async () => {
        const { client, card } = await element()
        const { paymentMethod, error } = await client.createPaymentMethod({ type: 'card', card })
        // Stripe says it in the language of the page.
        if (error) return void say(error.message)
        return paymentMethod.id
      },
    }
  }

  /** Stripe's own script, which must come from Stripe. */
  const stripe = (publishableKey) =>
    new Promise((resolve, reject) => {
      if (window.Stripe) return resolve(window.Stripe(publishableKey))
      const script = make('script', { src: 'https://js.stripe.com/v3/' })
      script.addEventListener('load', () => resolve(window.Stripe(publishableKey)))
      script.addEventListener('error', () => {
        script.remove()
        reject(new Error('The script of Stripe cannot be loaded'))
      })
      document.head.append(script)
    })

  return { section }
}

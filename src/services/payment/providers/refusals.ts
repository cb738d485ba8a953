import { Problem } from '#kernel'
import type { RefusalCode } from './types.ts'

/** What the buyer is told, for each reason. */
const messages: Readonly<Record<RefusalCode, string>> = {
  declined: 'The bank has declined this payment; try another method',
  'insufficient-funds': 'There is not enough money on this method; try another one',
  'expired-method': 'This payment method has expired; try another one',
  'wrong-security-code': 'The security code does not fit this card',
  'authentication-failed': 'The bank could not confirm that it is you who pays',
  'method-unknown': 'The payment gateway does not know this payment method',
  abandoned: 'The payment was given up before it was made',
  'gateway-error': 'The payment gateway could not make this payment',
}

export const refusalMessage = (code: RefusalCode): string => messages[code]

/** The words in which card networks give their reasons; both gateways use them. */
const reasons: Readonly<Record<string, RefusalCode>> = {
  insufficient_funds: 'insufficient-funds',
  expired_card: 'expired-method',
  incorrect_cvc: 'wrong-security-code',
  invalid_cvc: 'wrong-security-code',
  authentication_required: 'authentication-failed',
  payment_intent_authentication_failure: 'authentication-failed',
  resource_missing: 'method-unknown',
  payment_method_unactivated: 'method-unknown',
  abandoned: 'abandoned',
}

/** Whatever is not known more precisely was declined. */
export function refusalOf(...words: readonly (string | null | undefined)[]): RefusalCode {
  for (const word of words) if (word && reasons[word]) return reasons[word]
  return 'declined'
}

/** One answer for every reason: a forger learns nothing from it. */
export const badSignature = (cause?: unknown) =>
  new Problem(400, 'payment.bad-signature', 'This report is not signed by the gateway, or is too old', {
    cause,
  })

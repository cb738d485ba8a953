import type { z } from 'zod'
import type { Channel, NotificationKind } from '#services/config'
import type { Priority } from './contract.ts'

export type PriorityName = z.output<typeof Priority>

/** The order in which channels are shown. */
export const channelOrder: readonly Channel[] = ['in-app', 'email', 'sms', 'push', 'telegram']

/** Where each priority goes (PRODUCT 1.7). */
export const priorityChannels: Readonly<Record<PriorityName, readonly Channel[]>> = {
  critical: channelOrder,
  high: ['in-app', 'email', 'push'],
  normal: ['in-app', 'email'],
  low: ['in-app'],
}

interface KindRule {
  readonly priority: PriorityName
  /** Where it goes when that is not the priority's own: nobody reads e-mail to get up. */
  readonly channels?: readonly Channel[]
}

const atHand: readonly Channel[] = ['in-app', 'push', 'telegram']

export const kindRules: Readonly<Record<NotificationKind, KindRule>> = {
  'schedule-ready': { priority: 'high' },
  'schedule-changed': { priority: 'high' },
  'schedule-cancelled': { priority: 'high' },
  'needs-review': { priority: 'high' },
  'weather-warning': { priority: 'normal' },
  'leave-earlier': { priority: 'high' },
  'wake-up': { priority: 'critical', channels: atHand },
  departure: { priority: 'high', channels: atHand },
  'processing-error': { priority: 'normal' },
  'mailbox-disconnected': { priority: 'high' },
  // Who asks in a chat is reminded in the chat.
  reminder: { priority: 'high', channels: ['in-app', 'email', 'push', 'telegram'] },
  'booking-held': { priority: 'low' },
  'booking-confirmed': { priority: 'high' },
  'booking-cancelled': { priority: 'high' },
  'booking-expired': { priority: 'normal' },
  'payment-receipt': { priority: 'normal' },
  'payment-failed': { priority: 'high' },
  'payment-refunded': { priority: 'normal' },
  'system-alert': { priority: 'critical' },
}

/** What the person chose for the kind, else what the kind asks for, else what its priority says. */
export function channelsFor(
  kind: NotificationKind,
  priority: PriorityName,
  chosen: Readonly<Partial<Record<NotificationKind, readonly Channel[]>>>,
): readonly Channel[] {
  const own = chosen[kind]
  if (own) return [...new Set(own)]
  const rule = kindRules[kind]
  return (priority === rule.priority ? rule.channels : undefined) ?? priorityChannels[priority]
}

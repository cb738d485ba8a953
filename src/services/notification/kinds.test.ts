import { describe, expect, it } from 'vitest'
import { channelsFor } from './kinds.ts'

describe('where news goes when nobody has chosen', () => {
  it.each([
    ['critical', ['in-app', 'email', 'sms', 'push', 'telegram']],
    ['high', ['in-app', 'email', 'push']],
    ['normal', ['in-app', 'email']],
    ['low', ['in-app']],
  ] as const)('%s: %s', (priority, channels) => {
    // A kind whose own priority is another shows what the priority alone says.
    const kind = priority === 'critical' ? 'booking-held' : 'system-alert'
    expect(channelsFor(kind, priority, {})).toEqual(channels)
  })

  it('is what the person chose for the kind, whatever its priority', () => {
    const chosen = { 'needs-review': ['email', 'email'] } as const
    expect(channelsFor('needs-review', 'critical', chosen)).toEqual(['email'])
    expect(channelsFor('needs-review', 'high', { 'needs-review': [] })).toEqual([])
    expect(channelsFor('schedule-ready', 'high', chosen)).toEqual(['in-app', 'email', 'push'])
  })
})

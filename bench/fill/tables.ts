/**
 * Which rows of the model are copied, parents before children. Services copied from have schemas of their names.
 */
export const perUser = [
  'auth.users',
  'auth.accounts',
  'auth.sessions',
  'config.user_settings',
  'route.personal_places',
  'email.mailboxes',
  'schedule.productions',
  'schedule.members',
  'email.productions',
] as const

/** From the message to the planned day. */
export const perStory = [
  'email.emails',
  'email.attachments',
  'email.fingerprints',
  'email.steps',
  'pdf.documents',
  'schedule.documents',
  'schedule.days',
  'schedule.plans',
  'schedule.revisions',
  'schedule.answers',
  'schedule.planned',
  'schedule.calendar_conflicts',
  'route.plans',
  'route.weather_extras',
  'weather.days',
  'calendar.plans',
  'calendar.events',
  'notification.days',
  'analytics.stories',
] as const

/** Only days to come have something left to do. */
export const perStoryToCome = ['route.timers', 'weather.timers', 'notification.timers'] as const

export const perNotice = [
  'notification.intents',
  'notification.notifications',
  'notification.deliveries',
  'notification.dispatches',
  'notification.delivery_log',
] as const

/** Services whose events belong to the story of a message. */
export const storytellers = [
  'email',
  'pdf',
  'schedule',
  'route',
  'weather',
  'calendar',
  'notification',
] as const

/** Services that keep something sealed under a person's own key. */
export const keyHolders = ['config', 'email', 'pdf', 'schedule', 'route', 'calendar', 'notification'] as const

/**
 * The columns whose values identify the record a sealed value belongs to (its `aad`, `service:table.column:identity`).
 * A sealed column that is not named here stops the filling: nothing is copied that its service could not open.
 */
export const sealedBy: Readonly<Record<string, readonly string[]>> = {
  'config.user_settings.home': ['user_id'],
  'config.user_settings.stop': ['user_id'],
  'config.user_settings.crew': ['user_id'],
  'route.personal_places.sealed': ['user_id', 'place'],
  'route.plans.paths': ['plan_id'],
  'email.mailboxes.address': ['id'],
  'email.emails.headers': ['id'],
  'email.attachments.file_name': ['id'],
  'pdf.documents.source': ['id'],
  'pdf.documents.sheet': ['id'],
  'schedule.members.name_as_printed': ['production_id', 'user_id'],
  'schedule.plans.location': ['id'],
  'schedule.plans.fields': ['id'],
  'schedule.revisions.says': ['plan_id'],
  'schedule.revisions.changes': ['plan_id'],
  'calendar.events.content': ['id'],
  'notification.notifications.content': ['id'],
}

/** Sealed under the master key: these belong to no single person. */
export const sealedByHouse: Readonly<Record<string, readonly string[]>> = {
  'schedule.productions.senders': ['id'],
}

/** Endpoints that the source documents name, and where they are here. `later` names the part that will bring them. */
export interface SourceEndpoint {
  readonly theirs: string
  readonly ours: string
  readonly later?: string
}

/** Checked by a test: every row without `later` answers. */
export const sourceEndpoints: readonly SourceEndpoint[] = [
  { theirs: 'POST /register', ours: 'POST /auth/sign-up' },
  { theirs: 'POST /token', ours: 'POST /auth/sign-in' },
  { theirs: 'GET /users/me', ours: 'GET /users/me' },
  { theirs: 'GET /health', ours: 'GET /health' },
  { theirs: 'POST /email/process', ours: 'POST /emails/{emailId}/reprocess' },
  { theirs: 'GET /email/*', ours: 'GET /emails' },
  { theirs: 'GET /pdf/*', ours: 'GET /pdf' },
  { theirs: 'GET /schedule/{scheduleId}', ours: 'GET /schedules/{dayId}' },
  { theirs: 'POST /routes/calculate', ours: 'POST /routes/calculate' },
  { theirs: 'GET /weather/*', ours: 'GET /weather/forecast' },
  { theirs: 'PUT /calendar/events/{eventId}', ours: 'PATCH /calendar/events/{eventId}' },
  { theirs: 'POST /notify/*', ours: 'POST /notifications/send' },
  { theirs: 'POST /notifications/email', ours: 'POST /notifications/send' },
  { theirs: 'POST /notifications/sms', ours: 'POST /notifications/send' },
  { theirs: 'GET /notifications/history', ours: 'GET /notifications' },
  { theirs: 'GET /config/*', ours: 'GET /config/settings' },
  { theirs: 'GET /audit/*', ours: 'GET /audit' },
  { theirs: 'GET /analytics/*', ours: 'GET /analytics/daily' },
  { theirs: 'GET /movies', ours: 'GET /movies', later: 'box office' },
  { theirs: 'GET /movies/{id}', ours: 'GET /movies/{movieId}', later: 'box office' },
  { theirs: 'GET /showtimes', ours: 'GET /showtimes', later: 'box office' },
  { theirs: 'GET /theaters', ours: 'GET /theaters', later: 'box office' },
  { theirs: 'POST /bookings', ours: 'POST /bookings', later: 'box office' },
  { theirs: 'GET /bookings', ours: 'GET /bookings', later: 'box office' },
  { theirs: 'GET /bookings/{id}', ours: 'GET /bookings/{bookingId}', later: 'box office' },
  { theirs: 'DELETE /bookings/{id}', ours: 'DELETE /bookings/{bookingId}', later: 'box office' },
  { theirs: 'POST /payments', ours: 'POST /payments', later: 'box office' },
  { theirs: 'GET /payments/{id}', ours: 'GET /payments/{paymentId}', later: 'box office' },
  { theirs: 'POST /refunds', ours: 'POST /refunds', later: 'box office' },
]

/** Endpoints that the source documents name, and where they are here. */
export interface SourceEndpoint {
  readonly theirs: string
  readonly ours: string
}

/** Checked by a test: every row answers. */
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
  { theirs: 'GET /movies', ours: 'GET /movies' },
  { theirs: 'GET /movies/{id}', ours: 'GET /movies/{movieId}' },
  { theirs: 'GET /showtimes', ours: 'GET /showtimes' },
  { theirs: 'GET /theaters', ours: 'GET /theaters' },
  { theirs: 'POST /bookings', ours: 'POST /bookings' },
  { theirs: 'GET /bookings', ours: 'GET /bookings' },
  { theirs: 'GET /bookings/{id}', ours: 'GET /bookings/{bookingId}' },
  { theirs: 'DELETE /bookings/{id}', ours: 'DELETE /bookings/{bookingId}' },
  { theirs: 'POST /payments', ours: 'POST /payments' },
  { theirs: 'GET /payments/{id}', ours: 'GET /payments/{paymentId}' },
  { theirs: 'POST /refunds', ours: 'POST /bookings/{bookingId}/cancellations' },
]

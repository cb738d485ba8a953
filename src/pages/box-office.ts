import { html } from 'hono/html'
import { apiPrefix } from '../kernel/http/wire.ts'
import { type ShowtimeView, shownZone } from './public-api.ts'

type Html = ReturnType<typeof html>

/** What is on today and how to buy a seat of it, for the start page of the sandbox. */
export function boxOfficeSection(showtimes: readonly ShowtimeView[], origin: string): Html {
  const [first] = showtimes.filter(({ free }) => free === null || free > 1)
  return html`<section aria-labelledby="box-office"><h2 id="box-office">At the box office</h2>
    <p>Invented movies in invented theaters; cards and money are the sandbox's. Everything here is asked of the API as
      anybody may ask it; no account is needed to buy.</p>
    ${showtimes.length > 0 ? programme(showtimes) : html`<p role="status">The programme is being made.</p>`}
    ${first ? purchase(first, origin) : ''}</section>`
}

function programme(showtimes: readonly ShowtimeView[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Showtimes">
    <table><caption>Showtimes to come on ${showtimes[0]!.startText.slice(0, 10)}, times of ${shownZone}; the free seats lead to the seat map</caption>
    <thead><tr><th scope="col">Starts</th><th scope="col">Movie</th><th scope="col">Where</th><th scope="col">Free seats</th></tr></thead>
    <tbody>${showtimes.map(showtimeRow)}</tbody></table></div>
    <p><a href="${apiPrefix}/showtimes">All showtimes</a>, <a href="${apiPrefix}/movies">movies</a> and
      <a href="${apiPrefix}/theaters">theaters</a> as the API tells them.</p>`
}

function showtimeRow({ id, startText, movie, where, free, capacity }: ShowtimeView): Html {
  return html`<tr><th scope="row">${startText.slice(11)}</th>
    <td><a href="${apiPrefix}/showtimes/${id}">${movie}</a></td><td>${where}</td>
    <td><a href="${apiPrefix}/bookings/seat-maps/${id}" aria-label="${`Seat map: ${free ?? 'unknown'} of ${capacity} free`}">${free ?? '?'} of ${capacity}</a></td></tr>`
}

/** Can be pasted into a shell as it stands. */
function purchase({ id, movie, startText }: ShowtimeView, origin: string): Html {
  return html`<h3>Buy two seats with curl</h3>
    <p>For ${movie} at ${startText.slice(11)}, as a guest. <code>pm_card_visa</code> is a test card of the sandbox.</p>
    <pre tabindex="0" aria-label="Commands"><code>api=${origin}${apiPrefix} json='content-type: application/json' showtime=${id}
# The two best seats together, held for five minutes
seats=$(curl -s "$api/bookings/seat-maps/$showtime/best?seats=2" | jq -c '[.seatIds[] | {seatId: .}]')
held=$(curl -s $api/bookings -H "$json" \\
  -d "{\\"showtimeId\\":\\"$showtime\\",\\"seats\\":$seats,\\"guest\\":{\\"email\\":\\"me@example.com\\"}}")
booking=$(echo "$held" | jq -r .id) guest="Booking-Token: $(echo "$held" | jq -r .bookingToken)"
# Pay; sent again with the same key it is the same payment
curl -s $api/payments -H "$json" -H "$guest" -H "Idempotency-Key: $booking" \\
  -d "{\\"bookingId\\":\\"$booking\\",\\"method\\":{\\"token\\":\\"pm_card_visa\\"}}" | jq -c '{state, captured, currency}'
# The tickets, a moment later
sleep 1; curl -s $api/bookings/$booking/tickets.pdf -H "$guest" -o tickets.pdf</code></pre>
    <p>The README goes on to the door and to a refund; the <a href="/api/docs#/booking">API reference</a> has the rest.</p>`
}

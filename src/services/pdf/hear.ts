import type { z } from 'zod'
import { derivedId, type EventOf } from '#kernel'
import type { emailReceived } from '#services/email'
import type { Tx } from './context.ts'
import { read } from './jobs.ts'
import { now } from './queries.ts'

type Received = (typeof emailReceived)['data']

/** A document for every PDF of a message, and a job to read it. A repeat finds both there. */
export async function onEmailReceived(
  tx: Tx,
  data: z.output<Received>,
  event: EventOf<Received>,
): Promise<void> {
  for (const { attachmentId, size, sha256 } of data.attachments) {
    await tx.query
      .insertInto('documents')
      .values({
        id: attachmentId,
        attachment_id: attachmentId,
        email_id: data.emailId,
        user_id: data.userId,
        sha256,
        size,
        received_at: Temporal.Instant.from(data.receivedAt),
        correlation_id: event.correlationid,
        email_version: data.version,
        created_at: now,
      })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({
            state: 'pending',
            reason: null,
            recognising_page: null,
            recognising_of: null,
            correlation_id: event.correlationid,
            email_version: data.version,
          })
          .where('documents.email_version', '<', data.version),
      )
      .execute()
    await tx.enqueue(
      read,
      { documentId: attachmentId, emailVersion: data.version },
      { id: derivedId('read', attachmentId, data.version) },
    )
  }
}

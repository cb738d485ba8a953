import { z } from 'zod'
import { route } from '#kernel'

const bodyBytes = 256 * 1024

/** The Model Context Protocol (Streamable HTTP), and what its clients are told about tokens for it. */
export const mcpRoutes = {
  mcpMetadata: route({
    method: 'GET',
    path: '/.well-known/oauth-protected-resource/mcp',
    summary: 'Where tokens for /mcp are to be had (RFC 9728)',
    allow: 'public',
    atRoot: true,
    output: z.record(z.string(), z.unknown()),
  }),
  mcp: route({
    method: 'POST',
    path: '/mcp',
    summary: 'A message of the Model Context Protocol, from a program that a user has let in',
    allow: 'program',
    atRoot: true,
    resource: true,
    kind: 'raw',
    bodyLimitBytes: bodyBytes,
    consumes: 'application/json',
    produces: 'application/json',
  }),
}

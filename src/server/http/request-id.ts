import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The caller's own, else that of its trace, else a new one. */
export const requestId = (headers: IncomingHttpHeaders): string =>
  givenId(headers['x-request-id']) ?? traceIdOf(headers.traceparent) ?? randomUUID();

/** What every answer says beside its content. */
export const headersOf = (id: string): Readonly<Record<string, string>> => ({
  'x-request-id': id,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
});

/** Of W3C trace context: all calls of one trace share it. */
const traceIdOf = (traceparent: string | string[] | undefined): string | undefined =>
  typeof traceparent === 'string'
    ? /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-|$)/.exec(traceparent)?.[1]
    : undefined;

/** A caller's own id, where it is fit for a log. */
const givenId = (id: string | string[] | undefined): string | undefined =>
  typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;

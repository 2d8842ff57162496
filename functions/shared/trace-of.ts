import * as z from 'zod/mini';
import { TraceId, traceHeader } from '../../contracts/trace';

/** What rules and workflows hand over. */
const Traced = z.object({ traceId: TraceId });

/** What API Gateway hands over; the names of headers stand there as they were sent. */
const Requested = z.object({
  headers: z.nullish(z.record(z.string(), z.string())),
  requestContext: z.object({ requestId: z.string() }),
});

/** The id of the request or message that an event comes from; undefined where it comes from several, or from none. */
export function traceOf(event: unknown): string | undefined {
  const traced = Traced.safeParse(event).data;
  if (traced) return traced.traceId;
  const requested = Requested.safeParse(event).data;
  return requested && traceOfRequest(requested);
}

/** What the header says; without it, or where it says something else, the id of the request. */
export function traceOfRequest({ headers, requestContext }: z.infer<typeof Requested>): string {
  const [, given] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === traceHeader) ?? [];
  return TraceId.safeParse(given).data ?? requestContext.requestId;
}

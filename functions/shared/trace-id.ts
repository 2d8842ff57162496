import * as z from 'zod/mini';
import { TraceId, traceHeader } from '../../contracts/trace';

/** Event from a rule or workflow. */
const TracedEvent = z.object({ traceId: TraceId });

/** Event from API Gateway, with header names in the client's letter case. */
const RequestEvent = z.object({
  headers: z.nullish(z.record(z.string(), z.string())),
  requestContext: z.object({ requestId: z.string() }),
});

/** Returns the trace id of the request or message that caused an event; undefined if the event has several trace ids or none. */
export function traceIdOf(event: unknown): string | undefined {
  const traced = TracedEvent.safeParse(event).data;
  if (traced) return traced.traceId;
  const requested = RequestEvent.safeParse(event).data;
  return requested && traceIdOfRequest(requested);
}

/** Returns the trace id in the header of a request, or the request id if the header is missing or invalid. */
export function traceIdOfRequest({ headers, requestContext }: z.infer<typeof RequestEvent>): string {
  const [, header] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === traceHeader) ?? [];
  return TraceId.safeParse(header).data ?? requestContext.requestId;
}

import * as z from 'zod/mini';

/**
 * Header with the trace ID of a request, which is in the log lines of everything that the request causes. Default: the request ID
 * of API Gateway. Messages have the `traceid()` of AWS IoT.
 */
export const traceHeader = 'x-trace-id';

/** Trace ID. It appears in log lines and headers, so it must not contain anything with a meaning there. */
export const TraceId = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/));

import * as z from 'zod/mini';

/**
 * Header with the trace ID of a request. All log lines that the request causes contain this ID. Default: API Gateway's request
 * ID. Messages use AWS IoT's `traceid()`.
 */
export const traceHeader = 'x-trace-id';

/** Trace ID. It appears in log lines and headers, so it must not contain characters that have a special meaning in lines or headers. */
export const TraceId = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/));

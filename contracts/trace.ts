import * as z from 'zod/mini';

/**
 * An id by which one request or message is found in the log lines of all that it leads to. A request brings its own in this
 * header, or gets that which API Gateway has given it; a message gets AWS IoT's, `traceid()`.
 */
export const traceHeader = 'x-trace-id';

/** It stands in lines and headers: what could be read there as anything else is none. */
export const TraceId = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/));

/**
 * The SDK puts its middleware together anew at each call, which is a tenth of what a call costs; ours is the same each time.
 * Source: `cacheMiddleware`, @smithy/core's configuration of clients.
 */
export const clientSettings = { cacheMiddleware: true } as const;

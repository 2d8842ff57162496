/**
 * Settings for all SDK clients. By default, the SDK rebuilds the middleware stack for every call, which takes up a tenth of the
 * call's CPU time. Source: `cacheMiddleware` in the client configuration of @smithy/core.
 */
export const clientSettings = { cacheMiddleware: true } as const;

import 'aws4';

// Options that are missing in the types: headers to sign although aws4 would leave them out, and the reverse.
declare module 'aws4' {
  interface Request {
    extraHeadersToInclude?: Record<string, boolean>;
    extraHeadersToIgnore?: Record<string, boolean>;
  }
}

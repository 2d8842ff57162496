import 'aws4';

// Options that are missing in aws4's types: additional headers to sign, and headers to leave unsigned.
declare module 'aws4' {
  interface Request {
    extraHeadersToInclude?: Record<string, boolean>;
    extraHeadersToIgnore?: Record<string, boolean>;
  }
}

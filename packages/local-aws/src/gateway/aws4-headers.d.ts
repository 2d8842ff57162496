import 'aws4';

// Declares options that aws4's types lack: additional headers to sign, and headers to leave unsigned.
declare module 'aws4' {
  interface Request {
    extraHeadersToInclude?: Record<string, boolean>;
    extraHeadersToIgnore?: Record<string, boolean>;
  }
}

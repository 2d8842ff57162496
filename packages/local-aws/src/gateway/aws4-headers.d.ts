import 'aws4';

// Options that its types lack: headers that are signed although aws4 would leave them out, and the reverse.
declare module 'aws4' {
  interface Request {
    extraHeadersToInclude?: Record<string, boolean>;
    extraHeadersToIgnore?: Record<string, boolean>;
  }
}

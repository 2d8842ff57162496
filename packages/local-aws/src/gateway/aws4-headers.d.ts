import 'aws4';

// What its types leave out: headers that are signed although aws4 would leave them out.
declare module 'aws4' {
  interface Request {
    extraHeadersToInclude?: Record<string, boolean>;
  }
}

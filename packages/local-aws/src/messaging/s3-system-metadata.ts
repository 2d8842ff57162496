import type { AwsResponse } from '../gateway/request';

/**
 * System-defined metadata that S3 stores with an object and returns, but fauxqs ignores. Source: S3 user guide,
 * "UsingMetadata".
 */
const systemHeaders = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];

/** Prefix of user-defined metadata in which system-defined metadata is stored. */
const prefix = 'x-amz-meta-system-defined-';

type Headers = Readonly<Record<string, string>>;

/** Returns a header's value as S3 stores it: `aws-chunked` describes only the transfer of the object. */
const storedValue = (value: string): string =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked')
    .join(',');

/** Adds an upload's system-defined metadata as user-defined metadata, which fauxqs stores. */
export function withSystemMetadata(headers: Headers): Record<string, string> {
  const stored = systemHeaders.flatMap((name) => {
    const value = storedValue(headers[name] ?? '');
    return value === '' ? [] : [[`${prefix}${name}`, value] as const];
  });
  // "binary/octet-stream" is the default media type (API reference, "HeadObject")
  return { 'content-type': 'binary/octet-stream', ...headers, ...Object.fromEntries(stored) };
}

/** Returns an object's answer with its system-defined metadata. */
export function restoreSystemMetadata(answer: AwsResponse): AwsResponse {
  const headers = Object.entries(answer.headers).map(
    ([name, value]) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, value] as const,
  );
  return { ...answer, headers: Object.fromEntries(headers) };
}

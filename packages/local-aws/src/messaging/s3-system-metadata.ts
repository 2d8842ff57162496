import type { AwsResponse } from '../gateway/service-api';
import { checksumAlgorithms } from './s3-checksum-algorithms';
import type { Checksum } from './s3-integrity';
import { standard } from './s3-storage-classes';

export const storageClassHeader = 'x-amz-storage-class';

/** Returns the name of the header that contains a checksum. */
export const checksumHeader = ({ algorithm }: Pick<Checksum, 'algorithm'>) => `x-amz-checksum-${algorithm}`;

export const checksumHeaders: ReadonlySet<string> = new Set(
  Object.keys(checksumAlgorithms).map((algorithm) => checksumHeader({ algorithm })),
);

/**
 * System-defined metadata that S3 stores with an object and returns, but fauxqs ignores. Source: S3 user guide,
 * "UsingMetadata".
 */
const systemHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  storageClassHeader,
  ...checksumHeaders,
];

const userDefined = 'x-amz-meta-';
/** Prefix of user-defined metadata in which system-defined metadata is stored. */
const prefix = `${userDefined}system-defined-`;

/** Returns the name under which fauxqs stores the value of a header. */
export const metadataName = (header: string) => `${prefix}${header}`.slice(userDefined.length);

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
    // responses omit the default storage class (API reference, "GetObject")
    const isDefault = value === '' || (name === storageClassHeader && value === standard);
    return isDefault ? [] : [[`${prefix}${name}`, value] as const];
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

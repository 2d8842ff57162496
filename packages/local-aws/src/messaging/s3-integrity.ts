import { createHash } from 'node:crypto';
import { AwsError, type AwsRequest } from '../gateway/service-api';
import { checksumAlgorithms } from './s3-checksum-algorithms';
import type { Content } from './s3-chunked-body';

/** Checksum that a request contains. */
export interface Checksum {
  /** Algorithm as in the name of the header: crc32. */
  readonly algorithm: string;
  /** Checksum in base64. */
  readonly value: string;
}

const prefix = 'x-amz-checksum-';
/** Headers that describe checksums, but are not checksums. */
const descriptions: ReadonlySet<string> = new Set(['algorithm', 'mode', 'type']);

const invalid = (message: string) => new AwsError('InvalidRequest', message);

const hasLength = (base64: string, length: number) =>
  /^[\w+/]+=*$/.test(base64) && Buffer.from(base64, 'base64').toString('base64') === base64
    ? Buffer.from(base64, 'base64').byteLength === length
    : false;

/**
 * Returns the checksum in headers, or undefined if the headers contain none.
 * @throws AwsError InvalidRequest if the headers contain several checksums, or an invalid checksum
 */
export function checksumIn(headers: Readonly<Record<string, string>>): Checksum | undefined {
  const given = Object.keys(headers).filter(
    (name) => name.startsWith(prefix) && !descriptions.has(name.slice(prefix.length)),
  );
  const [name] = given;
  if (name === undefined) return undefined;
  if (given.length > 1)
    throw invalid('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const algorithm = name.slice(prefix.length);
  requireSupported(algorithm);
  const value = headers[name] ?? '';
  if (!hasLength(value, checksumAlgorithms[algorithm]?.length ?? 0))
    throw invalid(`Value for ${name} header is invalid.`);
  return { algorithm, value };
}

/** Rejects an algorithm that S3 or the local runtime does not support. @throws AwsError InvalidRequest or NotImplemented */
export function requireSupported(algorithm: string): void {
  if (Object.hasOwn(checksumAlgorithms, algorithm)) return;
  if (algorithm.startsWith('xxhash'))
    throw new AwsError('NotImplemented', `s3 checksums with ${algorithm.toUpperCase()} are not supported locally`, 501);
  throw invalid('Checksum algorithm provided is unsupported. Please try again with any of the valid types');
}

/** Rejects bytes that do not have the checksum. @throws AwsError BadDigest */
export function requireChecksum({ algorithm, value }: Checksum, bytes: Uint8Array): void {
  if (checksumAlgorithms[algorithm]?.of(bytes) === value) return;
  throw new AwsError(
    'BadDigest',
    `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  );
}

function checkMd5(given: string | undefined, body: Uint8Array): void {
  if (given === undefined) return;
  if (!hasLength(given, 16)) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (createHash('md5').update(body).digest('base64') === given) return;
  throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

/**
 * Verifies the digests of a request's content, which fauxqs ignores.
 * @returns the checksum of the content, or undefined if the request contains none
 * @throws AwsError if a digest is invalid or wrong. Source: S3 API reference, "Error responses"; S3 user guide,
 * "checking-object-integrity-upload"
 */
export function verifiedChecksum({ headers }: Pick<AwsRequest, 'headers'>, content: Content): Checksum | undefined {
  checkMd5(headers['content-md5'], content.body);
  const announced = headers['x-amz-trailer'];
  if (announced !== undefined && content.trailers[announced] === undefined)
    throw new AwsError(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  const checksum = checksumIn({ ...headers, ...content.trailers });
  if (checksum !== undefined) requireChecksum(checksum, content.body);
  else if (headers['x-amz-sdk-checksum-algorithm'] !== undefined)
    throw invalid(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  return checksum;
}

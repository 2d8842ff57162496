import type { AwsRequest, AwsResponse } from '../gateway/service-api';
import { preconditionFailed, type S3Object } from './s3-object-writes';

type Headers = AwsRequest['headers'];

const sameTag = (header: string, etag: string) =>
  header === '*' || header.split(',').some((one) => one.trim().replaceAll('"', '') === etag.replaceAll('"', ''));

/** Returns whether an object has changed after the time in a header, which is in whole seconds; undefined without a valid time. */
function changedSince(header: string | undefined, { lastModified }: S3Object): boolean | undefined {
  const since = Date.parse(header ?? '');
  return Number.isNaN(since) ? undefined : Math.floor(lastModified.getTime() / 1000) * 1000 > since;
}

/**
 * Checks the conditions of a read. `If-Match` and `If-None-Match` take precedence over the times. Source: S3 API reference,
 * "GetObject"; RFC 9110, 13.2.2.
 * @returns the answer 304 if the caller knows the object, or undefined
 * @throws AwsError PreconditionFailed if a condition does not hold
 */
export function checkReadConditions(headers: Headers, object: S3Object): AwsResponse | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && !sameTag(match, object.etag)) throw preconditionFailed('If-Match');
  if (match === undefined && changedSince(headers['if-unmodified-since'], object) === true)
    throw preconditionFailed('If-Unmodified-Since');
  const isKnown =
    noneMatch === undefined
      ? changedSince(headers['if-modified-since'], object) === false
      : sameTag(noneMatch, object.etag);
  if (!isKnown) return undefined;
  return {
    status: 304,
    headers: { etag: object.etag, 'last-modified': object.lastModified.toUTCString() },
    body: '',
  };
}

const conditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/** Returns the headers without conditions, which have been checked. */
export const withoutConditions = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !conditions.includes(name)));

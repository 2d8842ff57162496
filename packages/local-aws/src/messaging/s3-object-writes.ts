import { AsyncLocalStorage } from 'node:async_hooks';
import { AwsError, type AwsResponse } from '../gateway/service-api';
import type { FauxqsStores } from './fauxqs-stores';

type S3Store = FauxqsStores['s3Store'];
export type S3Object = ReturnType<S3Store['headObject']>;

/** Write of an object by one call. */
export interface ObjectWrite {
  /** Rejects the write if a condition does not hold. @throws AwsError */
  check(): void;
  /** Returns the metadata of the written object, in place of the metadata that fauxqs stores. */
  metadata?(object: S3Object): Readonly<Record<string, string>>;
}

/** Runs a call that writes an object. */
export type RunWrite = (write: ObjectWrite, call: () => Promise<AwsResponse>) => Promise<AwsResponse>;

/**
 * Checks and describes objects when fauxqs writes them. A check before the call would be too early, because another call could
 * write the object in the meantime.
 */
export function hookObjectWrites(s3Store: S3Store): RunWrite {
  const current = new AsyncLocalStorage<{ write: ObjectWrite; failure?: unknown }>();
  const { putObject, completeMultipartUpload } = s3Store;
  const written = (write: () => S3Object): S3Object => {
    const running = current.getStore();
    if (running === undefined) return write();
    try {
      running.write.check();
    } catch (error) {
      // fauxqs reports only its own errors
      running.failure = error;
      throw error;
    }
    const object = write();
    if (running.write.metadata !== undefined) object.metadata = { ...running.write.metadata(object) };
    return object;
  };
  s3Store.putObject = (...given) => written(() => putObject.apply(s3Store, given));
  s3Store.completeMultipartUpload = (...given) => written(() => completeMultipartUpload.apply(s3Store, given));
  return (write, call) => {
    const running: { write: ObjectWrite; failure?: unknown } = { write };
    return current.run(running, async () => {
      const answer = await call();
      if (running.failure !== undefined) throw running.failure;
      return answer;
    });
  };
}

/** Returns an object, or undefined if it or its bucket does not exist. */
export function findObject(s3Store: S3Store, bucket: string, key: string): S3Object | undefined {
  try {
    return s3Store.headObject(bucket, key);
  } catch {
    return undefined;
  }
}

/** Returns the error for a condition that does not hold. @param condition name of the condition's header */
export const preconditionFailed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });

/**
 * Checks the conditions of a write. Source: S3 user guide, "conditional-writes".
 * @param found the existing object; undefined if it does not exist
 * @throws AwsError if a condition does not hold
 */
export function checkWriteConditions(headers: Readonly<Record<string, string>>, found: S3Object | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && found === undefined)
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (match !== undefined && unquoted(match) !== unquoted(found?.etag ?? '')) throw preconditionFailed('If-Match');
  if (noneMatch !== undefined && found !== undefined) throw preconditionFailed('If-None-Match');
}

const unquoted = (etag: string) => etag.replaceAll('"', '');

/** Rejects `If-None-Match` with an ETag, which S3 does not support for writes. @throws AwsError NotImplemented */
export function checkWriteHeaders({ 'if-none-match': noneMatch = '*' }: Readonly<Record<string, string>>): void {
  if (noneMatch !== '*')
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);
}

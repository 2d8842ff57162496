import type { AwsRequest, AwsResponse } from '../gateway/service-api';
import type { FauxqsStores } from './fauxqs-stores';
import { checkNewBucket } from './s3-bucket-checks';
import { checksumAlgorithms, defaultAlgorithm } from './s3-checksum-algorithms';
import { contentOf, withContent } from './s3-chunked-body';
import { type Checksum, requireSupported, verifiedChecksum } from './s3-integrity';
import { rewritten, withSortedBuckets, withStorageClasses } from './s3-lists';
import { createMultipartUploads, malformedXml } from './s3-multipart-uploads';
import { checkWriteConditions, checkWriteHeaders, findObject, type RunWrite, type S3Object } from './s3-object-writes';
import { checkReadConditions, withoutConditions } from './s3-read-conditions';
import { checkStorageClass, requireCopyable, requireReadable, standard } from './s3-storage-classes';
import { checksumHeader, checksumHeaders, metadataName, storageClassHeader } from './s3-system-metadata';

export interface ObjectCallOptions {
  /** Passes a call on to fauxqs. */
  send(request: AwsRequest): Promise<AwsResponse>;
  s3Store: FauxqsStores['s3Store'];
  runWrite: RunWrite;
  region: string;
}

/** Call for a bucket, or for an object in the bucket. */
interface ObjectCall {
  readonly request: AwsRequest;
  readonly bucket: string;
  readonly key: string;
}

type RunObjectCall = (call: ObjectCall) => Promise<AwsResponse>;

const checksumOf = (algorithm: string, bytes: Uint8Array): Checksum => ({
  algorithm,
  value: checksumAlgorithms[algorithm]?.of(bytes) ?? '',
});

/** Returns the headers for a checksum in a response. A checksum of parts ends with their number. */
const described = (checksum: Checksum): Record<string, string> => ({
  [checksumHeader(checksum)]: checksum.value,
  'x-amz-checksum-type': checksum.value.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT',
});

const withHeaders = (answer: AwsResponse, headers: Readonly<Record<string, string>>): AwsResponse =>
  answer.status < 300 ? { ...answer, headers: { ...answer.headers, ...headers } } : answer;

const storageClassOf = (object: S3Object | undefined) => object?.metadata[metadataName(storageClassHeader)];

/** Returns the metadata of a copy: S3 copies neither the storage class nor a checksum of parts. */
function copiedMetadata(headers: AwsRequest['headers'], { metadata, body }: S3Object): Record<string, string> {
  const { [storageClassHeader]: storageClass = standard, 'x-amz-checksum-algorithm': algorithm } = headers;
  const names = [...checksumHeaders].map(metadataName);
  const kept = Object.entries(metadata).filter(
    ([name, value]) =>
      name !== metadataName(storageClassHeader) &&
      !(names.includes(name) && (algorithm !== undefined || value.includes('-'))),
  );
  const computed = algorithm && checksumOf(algorithm.toLowerCase(), body);
  return {
    ...Object.fromEntries(kept),
    ...(storageClass !== standard && { [metadataName(storageClassHeader)]: storageClass }),
    ...(computed && { [metadataName(checksumHeader(computed))]: computed.value }),
  };
}

/** Returns the checksums that are stored with an object: one, or none. */
const checksumsOf = (object: S3Object | undefined): Checksum[] =>
  Object.keys(checksumAlgorithms).flatMap((algorithm) => {
    const value = object?.metadata[metadataName(checksumHeader({ algorithm }))];
    return value === undefined ? [] : [{ algorithm, value }];
  });

/**
 * Returns the headers with a range that fauxqs accepts. The last 9 bytes of 5 bytes are all bytes, and an invalid range is
 * ignored. Source: RFC 9110, 14.1.2, 14.2.
 */
function withFitRange(headers: AwsRequest['headers'], object: S3Object | undefined): AwsRequest['headers'] {
  const { range, ...others } = headers;
  if (range === undefined || object === undefined) return headers;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const isInvalid = first === '' ? last === '' : last !== '' && Number(last) < Number(first);
  if (isInvalid) return others;
  const isLonger = first === '' && Number(last) > object.contentLength && object.contentLength > 0;
  return isLonger ? { ...headers, range: 'bytes=0-' } : headers;
}

/** Returns the answer to a read with the checksum of the object if the caller requested it. */
function withReadChecksum({ headers }: AwsRequest, answer: AwsResponse, object: S3Object | undefined): AwsResponse {
  const others = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !checksumHeaders.has(name)));
  const isRequested = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  // the checksum of an object does not fit a range
  if (!isRequested || answer.status !== 200 || object === undefined) return { ...answer, headers: others };
  const [checksum = checksumOf(defaultAlgorithm, object.body)] = checksumsOf(object);
  return { ...answer, headers: { ...others, ...described(checksum) } };
}

/**
 * Creates the calls that fauxqs does not handle as S3 does: digests, checksums, conditional writes and storage classes.
 * @returns functions for operations, keyed by name
 */
export function createObjectCalls({
  send,
  s3Store,
  runWrite,
  region,
}: ObjectCallOptions): Readonly<Record<string, RunObjectCall>> {
  const uploads = createMultipartUploads();
  const conditionsOf = ({ request, bucket, key }: ObjectCall) => {
    checkWriteHeaders(request.headers);
    return () => checkWriteConditions(request.headers, findObject(s3Store, bucket, key));
  };

  const read: RunObjectCall = async ({ request, bucket, key }) => {
    const object = findObject(s3Store, bucket, key);
    if (request.method === 'GET') requireReadable(storageClassOf(object));
    const known = object && checkReadConditions(request.headers, object);
    if (known !== undefined) return known;
    const headers = withFitRange(withoutConditions(request.headers), object);
    return withReadChecksum(request, await send({ ...request, headers }), object);
  };

  const list: RunObjectCall = async ({ request, bucket }) =>
    withStorageClasses(await send(request), (key) => storageClassOf(findObject(s3Store, bucket, key)));

  return {
    async CreateBucket({ request, bucket: name }) {
      checkNewBucket(request, { name, region, exists: s3Store.hasBucket(name) });
      return send(request);
    },
    GetObject: read,
    HeadObject: read,
    ListBuckets: async ({ request }) => withSortedBuckets(await send(request)),
    ListObjects: list,
    ListObjectsV2: list,
    async PutObject(call) {
      const { request } = call;
      const check = conditionsOf(call);
      checkStorageClass(request.headers[storageClassHeader]);
      const content = contentOf(request);
      const checksum = verifiedChecksum(request, content) ?? checksumOf(defaultAlgorithm, content.body);
      const sent = withContent(request, content);
      const headers = { ...sent.headers, [checksumHeader(checksum)]: checksum.value };
      return withHeaders(await runWrite({ check }, () => send({ ...sent, headers })), described(checksum));
    },
    async CopyObject(call) {
      const { request } = call;
      const { 'x-amz-copy-source': source = '', 'x-amz-checksum-algorithm': algorithm } = request.headers;
      checkStorageClass(request.headers[storageClassHeader]);
      if (algorithm !== undefined) requireSupported(algorithm.toLowerCase());
      const [bucket = '', ...key] = decodeURIComponent(source).replace(/^\//, '').split('/');
      requireCopyable(storageClassOf(findObject(s3Store, bucket, key.join('/'))));
      const metadata = (object: S3Object) => copiedMetadata(request.headers, object);
      const answer = await runWrite({ check: () => undefined, metadata }, () => send(request));
      const [checksum] = checksumsOf(findObject(s3Store, call.bucket, call.key));
      return answer.status >= 300 || checksum === undefined ? answer : withChecksumElements(answer, checksum);
    },
    async CreateMultipartUpload({ request }) {
      checkStorageClass(request.headers[storageClassHeader]);
      const { headers, start } = uploads.create(request);
      const answer = await send(request);
      start(answer);
      return withHeaders(answer, headers);
    },
    async UploadPart({ request }) {
      const content = contentOf(request);
      const checksum = verifiedChecksum(request, content);
      const add = uploads.part(request, content.body, checksum);
      const answer = await send(withContent(request, content));
      if (answer.status < 300) add();
      return withHeaders(answer, checksum === undefined ? {} : { [checksumHeader(checksum)]: checksum.value });
    },
    async CompleteMultipartUpload(call) {
      const { request } = call;
      const check = conditionsOf(call);
      const { checksum, body } = uploads.complete(request);
      const { 'content-length': _length, ...headers } = request.headers;
      const metadata = (object: S3Object) => ({
        ...object.metadata,
        ...(checksum && { [metadataName(checksumHeader(checksum))]: checksum.value }),
      });
      const answer = await runWrite({ check, metadata }, () => send({ ...request, headers, body }));
      if (answer.status >= 300) return answer;
      uploads.remove(request);
      return checksum === undefined ? answer : withChecksumElements(answer, checksum);
    },
    async AbortMultipartUpload({ request }) {
      const answer = await send(request);
      if (answer.status < 300) uploads.remove(request);
      return answer;
    },
    async DeleteObjects({ request }) {
      const content = contentOf(request);
      verifiedChecksum(request, content);
      if (!Buffer.from(content.body).includes('<Key>')) throw malformedXml();
      return send(withContent(request, content));
    },
  };
}

/** Returns the answer to CopyObject or CompleteMultipartUpload with the checksum of the object. */
function withChecksumElements(answer: AwsResponse, checksum: Checksum): AwsResponse {
  const name = `Checksum${checksum.algorithm.toUpperCase()}`;
  const type = described(checksum)['x-amz-checksum-type'];
  const elements = `<${name}>${checksum.value}</${name}><ChecksumType>${type}</ChecksumType>`;
  return rewritten(answer, (text) => text.replace(/<\/(CopyObject|CompleteMultipartUpload)Result>/, `${elements}$&`));
}

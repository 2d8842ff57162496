import type { AwsRequest } from '../gateway/service-api';
import { actionOf, names } from './s3-names';

/** S3 operation, as determined by the method, path, query and headers of a request. */
export interface S3Operation {
  /** Name of the operation, such as `PutObjectTagging`. */
  name: string;
  /** IAM action. Several operations can require the same action: uploading a part also requires `s3:PutObject`. */
  action: string;
  /** Parameters in the call that fauxqs would ignore, such as `versionId`. */
  unsupported: readonly string[];
}

/** Operations that fauxqs 1.9 supports, with their supported parameters. */
const served: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ['uploadId'],
  CompleteMultipartUpload: ['if-match', 'if-none-match', 'uploadId'],
  CopyObject: ['x-amz-copy-source'],
  CreateBucket: [],
  CreateMultipartUpload: ['uploads'],
  DeleteBucket: [],
  DeleteObject: [],
  DeleteObjects: ['delete'],
  GetObject: ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
  HeadBucket: [],
  HeadObject: ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
  ListBuckets: [],
  ListObjects: ['delimiter', 'encoding-type', 'marker', 'max-keys', 'prefix'],
  ListObjectsV2: [
    'continuation-token',
    'delimiter',
    'encoding-type',
    'fetch-owner',
    'list-type',
    'max-keys',
    'prefix',
    'start-after',
  ],
  PutObject: ['if-match', 'if-none-match'],
  UploadPart: ['partNumber', 'uploadId'],
};

export const s3Operations = Object.keys(served);

/**
 * Headers that change a request's meaning. Unsupported headers of this kind are rejected, because a write that ignores
 * such a header could destroy the data that the header protects.
 */
const meaningfulHeaders = new Set([
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-object-lock-legal-hold',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-tagging',
  'x-amz-write-offset-bytes',
]);

/**
 * Returns whether a parameter has no effect, such as the signature of a presigned URL, the SDK's operation
 * ID, or an empty uploadId.
 */
const hasNoEffect = (parameter: string, value: string) =>
  /^x-(amz-|id$)/i.test(parameter) || (parameter === 'uploadId' && value === '');

type Call = Pick<AwsRequest, 'method' | 'path' | 'query' | 'headers'>;

/**
 * Returns a call's operation.
 * @param call call whose path is `/BUCKET/KEY`; the bucket is never in the host name
 */
export function s3Operation({ method, path, query, headers }: Call): S3Operation {
  const [, bucket = '', ...key] = path.split('/');
  const scope = bucket === '' ? 'account' : key.join('') === '' ? 'bucket' : 'object';
  const given = [
    ...Object.keys(headers).filter((header) => meaningfulHeaders.has(header)),
    ...[...query].flatMap(([parameter, value]) => (hasNoEffect(parameter, value) ? [] : [parameter])),
  ];
  const pairs = given.flatMap((one) => given.map((other) => `${one}&${other}`));
  const name =
    [...pairs, ...given].map((what) => names[`${method} ${scope}?${what}`]).find((found) => found !== undefined) ??
    names[`${method} ${scope}`] ??
    `${method} ${scope}`;
  const known = served[name] ?? given;
  return { name, action: actionOf(name), unsupported: given.filter((parameter) => !known.includes(parameter)) };
}

import type { AwsRequest } from '../gateway/request';
import { actionOf, names } from './s3-names';

/** What a call of S3 is, which tells it by method, path, query and headers alone. */
export interface S3Operation {
  /** `PutObjectTagging` */
  name: string;
  /** In the words of IAM, which knows fewer: `s3:PutObject` of each part of an upload. */
  action: string;
  /** What of it fauxqs would not hear: `versionId`. */
  beyond: readonly string[];
}

/** What fauxqs 1.9 does, and the parameters that make no other answer of it here. */
const served: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ['uploadId'],
  CompleteMultipartUpload: ['uploadId'],
  CopyObject: ['x-amz-copy-source'],
  CreateBucket: [],
  CreateMultipartUpload: ['uploads'],
  DeleteBucket: [],
  DeleteObject: [],
  DeleteObjects: ['delete'],
  GetObject: ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
  HeadBucket: [],
  HeadObject: [],
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
  PutObject: [],
  UploadPart: ['partNumber', 'uploadId'],
};

export const s3Operations = Object.keys(served);

/** Headers that ask for more than an object's bytes: a write in spite of them could destroy what they protect. */
const demanding = new Set([
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-tagging',
  'x-amz-write-offset-bytes',
]);

/** The signature of a presigned address, the SDK's own mark of the operation, and an upload without its name. */
const meansNothing = (parameter: string, value: string) =>
  /^x-(amz-|id$)/i.test(parameter) || (parameter === 'uploadId' && value === '');

type Call = Pick<AwsRequest, 'method' | 'path' | 'query' | 'headers'>;

/** @param call `/BUCKET/KEY`; the bucket is in the path here, never in the host */
export function s3Operation({ method, path, query, headers }: Call): S3Operation {
  const [, bucket = '', ...key] = path.split('/');
  const scope = bucket === '' ? 'account' : key.join('') === '' ? 'bucket' : 'object';
  const given = [
    ...Object.keys(headers).filter((header) => demanding.has(header)),
    ...[...query].flatMap(([parameter, value]) => (meansNothing(parameter, value) ? [] : [parameter])),
  ];
  const pairs = given.flatMap((one) => given.map((other) => `${one}&${other}`));
  const name =
    [...pairs, ...given].map((what) => names[`${method} ${scope}?${what}`]).find((found) => found !== undefined) ??
    names[`${method} ${scope}`] ??
    `${method} ${scope}`;
  const known = served[name] ?? given;
  return { name, action: actionOf(name), beyond: given.filter((parameter) => !known.includes(parameter)) };
}

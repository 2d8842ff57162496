import type { S3Operation } from './s3-operations';

/** Bucket, or prefix in a bucket, for which requests are counted, as declared by an aws_s3_bucket_metric. */
export interface MeasuredRequests {
  bucket: string;
  /** Name of the filter, which is the value of the tag `filterid`. */
  filterId: string;
  /** Prefix of the counted keys; undefined for the whole bucket. */
  prefix: string | undefined;
}

interface Request {
  operation: Pick<S3Operation, 'name'>;
  bucket: string;
  /** Key of the object; empty for a request to the bucket itself. */
  key: string;
  status: number;
}

/**
 * Names of the metrics that count requests, keyed by operation.
 * Source: S3 user guide, "Amazon S3 CloudWatch request metrics".
 */
const figures: Readonly<Record<string, string>> = {
  AbortMultipartUpload: 'aws.s3.delete_requests',
  CompleteMultipartUpload: 'aws.s3.post_requests',
  CopyObject: 'aws.s3.put_requests',
  CreateMultipartUpload: 'aws.s3.post_requests',
  DeleteObject: 'aws.s3.delete_requests',
  DeleteObjects: 'aws.s3.delete_requests',
  GetObject: 'aws.s3.get_requests',
  HeadBucket: 'aws.s3.head_requests',
  HeadObject: 'aws.s3.head_requests',
  ListObjects: 'aws.s3.list_requests',
  ListObjectsV2: 'aws.s3.list_requests',
  PutObject: 'aws.s3.put_requests',
  UploadPart: 'aws.s3.put_requests',
};

export type RequestMetrics = ReturnType<typeof createRequestMetrics>;

/** Creates a counter of requests. As in S3, only requests for which a metric is declared are counted. */
export function createRequestMetrics(count: (metric: string, tags: Record<string, string>) => void) {
  const measured: MeasuredRequests[] = [];
  return {
    measure: (requests: MeasuredRequests) => void measured.push(requests),
    record({ operation, bucket, key, status }: Request): void {
      const figure = figures[operation.name];
      for (const { filterId, prefix = '' } of measured.filter((one) => one.bucket === bucket)) {
        if (!key.startsWith(prefix)) continue;
        const tags = { bucketname: bucket, filterid: filterId };
        count('aws.s3.all_requests', tags);
        if (figure !== undefined) count(figure, tags);
        if (status >= 400) count(status >= 500 ? 'aws.s3.5xx_errors' : 'aws.s3.4xx_errors', tags);
      }
    },
  };
}

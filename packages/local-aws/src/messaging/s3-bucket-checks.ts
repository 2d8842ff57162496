import { AwsError, type AwsRequest } from '../gateway/service-api';

/**
 * Checks the name of a new bucket. Source: S3 user guide, "bucketnamingrules".
 * @throws AwsError InvalidBucketName
 */
function checkName(name: string): void {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+(\.\d+){3}$/.test(name);
  if (!isValid) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
}

/** Region whose buckets have no location constraint. */
const defaultRegion = 'us-east-1';

/**
 * Checks that a request creates a bucket in the region of the platform. In us-east-1, S3 also creates buckets in other
 * regions. Source: S3 API reference, "CreateBucket", "Error responses".
 * @throws AwsError IllegalLocationConstraintException, or InvalidLocationConstraint for us-east-1, which is the default
 */
function checkLocation(body: Uint8Array, region: string): void {
  const text = Buffer.from(body).toString('utf8');
  const constraint = /<LocationConstraint>\s*([^<]+?)\s*<\/LocationConstraint>/.exec(text)?.[1];
  if (region === defaultRegion) {
    if (constraint !== defaultRegion) return;
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  }
  if (constraint === region) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

interface NewBucket {
  readonly name: string;
  readonly region: string;
  readonly exists: boolean;
}

/**
 * Checks a call that creates a bucket.
 * @throws AwsError if S3 would reject the name, the location or an existing bucket. In us-east-1, an existing bucket is no error
 */
export function checkNewBucket({ body }: Pick<AwsRequest, 'body'>, { name, region, exists }: NewBucket): void {
  checkName(name);
  checkLocation(body, region);
  if (exists && region !== defaultRegion)
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
}

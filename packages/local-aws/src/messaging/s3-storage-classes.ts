import { AwsError } from '../gateway/service-api';

/** Default storage class, which responses omit. */
export const standard = 'STANDARD';

/** Storage classes of general purpose buckets. Source: S3 API reference, "PutObject", `x-amz-storage-class`. */
const storageClasses: ReadonlySet<string> = new Set([
  standard,
  'DEEP_ARCHIVE',
  'GLACIER',
  'GLACIER_IR',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
]);

/** Storage classes whose objects cannot be read before they are restored. */
const archives: ReadonlySet<string> = new Set(['DEEP_ARCHIVE', 'GLACIER']);

/** Rejects an unknown storage class. @throws AwsError InvalidStorageClass */
export function checkStorageClass(name: string | undefined): void {
  if (name !== undefined && !storageClasses.has(name))
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid');
}

const isArchive = (storageClass: string | undefined): storageClass is string =>
  storageClass !== undefined && archives.has(storageClass);

/** Rejects reads of an archived object. @throws AwsError InvalidObjectState */
export function requireReadable(storageClass: string | undefined): void {
  if (isArchive(storageClass))
    throw new AwsError('InvalidObjectState', "The operation is not valid for the object's storage class", 403, {
      StorageClass: storageClass,
    });
}

/** Rejects copies of an archived object. @throws AwsError ObjectNotInActiveTierError */
export function requireCopyable(storageClass: string | undefined): void {
  if (isArchive(storageClass))
    throw new AwsError(
      'ObjectNotInActiveTierError',
      'The source object of the COPY action is not in the active tier and is only stored in Amazon S3 Glacier.',
      403,
    );
}

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Digest, digestKeys } from '../../contracts/digest';
import { digestPage } from './digest-page';

/** Creates the digest storage. The keys depend only on the day, so a retry overwrites the files of the first attempt. */
export function digestBucket(client: S3Client, bucket: string) {
  const put = (Key: string, ContentType: string, Body: string) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, ContentType, Body }));
  return {
    async keep(digest: Digest): Promise<void> {
      const { json, page } = digestKeys(digest.date);
      // The JSON document is written last, because clients treat the digest as complete once this document exists.
      await put(page, 'text/markdown; charset=utf-8', digestPage(digest));
      await put(json, 'application/json', `${JSON.stringify(digest)}\n`);
    },
  };
}

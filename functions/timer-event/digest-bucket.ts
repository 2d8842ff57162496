import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Digest, digestKeys } from '../../contracts/digest';
import { digestPage } from './digest-page';

/** Where the digests are kept. That of a day has its own two names, so that another try takes the place of the first. */
export function digestBucket(client: S3Client, bucket: string) {
  const put = (Key: string, ContentType: string, Body: string) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, ContentType, Body }));
  return {
    async keep(digest: Digest): Promise<void> {
      const { json, page } = digestKeys(digest.date);
      // The document, by which a program knows that there is a digest, comes last: who sees it finds the page as well.
      await put(page, 'text/markdown; charset=utf-8', digestPage(digest));
      await put(json, 'application/json', `${JSON.stringify(digest)}\n`);
    },
  };
}

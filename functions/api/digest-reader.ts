import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { Digest, digestKeys } from '../../contracts/digest';
import { parse } from '../shared/parse-input';

/** Creates a reader for the digests that `timer-event` writes. */
export function digestReader(client: S3Client, bucket: string) {
  return {
    async digestOf(date: string): Promise<Digest | undefined> {
      const { json: key } = digestKeys(date);
      // The role may list only this folder, so S3 rejects a GET for a missing key with AccessDenied instead of 404.
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }),
      );
      if (Contents.every(({ Key }) => Key !== key)) return undefined;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return parse(Digest, JSON.parse((await Body?.transformToString()) ?? ''), `digest of ${date}`);
    },
  };
}

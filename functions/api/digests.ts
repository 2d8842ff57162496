import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { Digest, digestKeys } from '../../contracts/digest';
import { parse } from '../shared/parse';

/** The digests that timer-event has written. */
export function digestsIn(client: S3Client, bucket: string) {
  return {
    async digestOf(date: string): Promise<Digest | undefined> {
      const { json: key } = digestKeys(date);
      // Who may list the folder alone, and asks for a key that is not there, is told that it is refused.
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }),
      );
      if (Contents.every(({ Key }) => Key !== key)) return undefined;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return parse(Digest, JSON.parse((await Body?.transformToString()) ?? ''), `digest of ${date}`);
    },
  };
}

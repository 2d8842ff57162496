import { z } from 'zod';
import { outputBytes } from '../action-output';
import { actionKind } from '../rule-action';

/** Canned ACLs. Source: AWS IoT API reference, "S3Action". */
const cannedAcls = [
  'private',
  'public-read',
  'public-read-write',
  'aws-exec-read',
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
  'log-delivery-write',
] as const;

/** Action that writes the output to an object. The canned ACL has no effect, because the local S3 does not support ACLs. */
export const s3Action = actionKind({
  awsName: 'S3Action',
  schema: z.object({
    roleArn: z.string(),
    bucketName: z.string(),
    key: z.string(),
    cannedAcl: z.enum(cannedAcls).optional(),
  }),
  role: ({ roleArn }) => roleArn,
  compile({ bucketName, key }, { field, targets }) {
    const bucket = field(bucketName);
    const name = field(key);
    return {
      permissions: [{ action: 's3:PutObject', resource: (match) => `arn:aws:s3:::${bucket(match)}/${name(match)}` }],
      target: bucketName,
      resource: bucketName,
      run: (match) =>
        targets.messaging.putObject({ bucket: bucket(match), key: name(match), body: outputBytes(match) }),
    };
  },
});

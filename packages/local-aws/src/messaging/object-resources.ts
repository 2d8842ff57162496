import { createHash } from 'node:crypto';
import { z } from 'zod';
import { contentOf } from '../declared-content';
import { resourceType } from '../resource-type';

const attributes = {
  bucket: z.string(),
  key: z.string(),
  source: z.string().optional(),
  content: z.string().optional(),
  content_base64: z.base64().optional(),
  content_type: z.string().default('application/octet-stream'),
  storage_class: z.string().optional(),
  // these attributes are ignored: Terraform uses them to detect changes to the source, which the local runtime reads at
  // each start
  etag: z.string().optional(),
  source_hash: z.string().optional(),
};

const headers = ['cache_control', 'content_disposition', 'content_encoding', 'content_language', 'metadata'];
const encryption = ['bucket_key_enabled', 'kms_key_id', 'server_side_encryption'];
const locks = ['object_lock_legal_hold_status', 'object_lock_mode', 'object_lock_retain_until_date'];
const each = (names: readonly string[], what: string) => Object.fromEntries(names.map((name) => [name, what]));

const bucketObject = resourceType({
  runs: 'fauxqs; written at each start',
  attributes,
  notSimulated: {
    ...each(headers, 'other headers of S3 objects'),
    ...each(encryption, 'encryption at rest'),
    ...each(locks, 'object lock'),
    acl: 'S3 ACLs',
    checksum_algorithm: 'S3 object checksums',
    force_destroy: 'destroying',
    website_redirect: 'S3 websites',
  },
  async create({ attributes, directory }, { messaging }) {
    const { bucket, key, content_type: contentType, storage_class: storageClass, ...content } = attributes;
    const body = contentOf(content, directory);
    await messaging.putObject({ bucket, key, body, contentType, storageClass });
    const etag = createHash('md5').update(body).digest('hex');
    return { id: key, arn: `arn:aws:s3:::${bucket}/${key}`, bucket, key, etag, version_id: '' };
  },
});

export const objectResources = {
  aws_s3_object: bucketObject,
  // the name of aws_s3_object before version 4 of the provider
  aws_s3_bucket_object: bucketObject,
} as const;

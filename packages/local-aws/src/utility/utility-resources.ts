import { createHash } from 'node:crypto';
import { z } from 'zod';
import { contentOf } from '../declared-content';
import { resourceType } from '../resource-type';
import { stableUuid } from './stable-bytes';

const triggers = z.record(z.string(), z.unknown()).optional();
const hash = (algorithm: string, content: Buffer, encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(content).digest(encoding);

const localFile = resourceType({
  runs: 'attributes only; the file is not written',
  attributes: {
    filename: z.string(),
    content: z.string().optional(),
    sensitive_content: z.string().optional(),
    content_base64: z.base64().optional(),
    source: z.string().optional(),
  },
  notSimulated: { file_permission: 'file permissions', directory_permission: 'file permissions' },
  create({ attributes: { sensitive_content: sensitive, content = sensitive, ...given }, directory }) {
    const bytes = contentOf({ ...given, content }, directory);
    return {
      id: hash('sha1', bytes, 'hex'),
      content_md5: hash('md5', bytes, 'hex'),
      content_sha1: hash('sha1', bytes, 'hex'),
      content_sha256: hash('sha256', bytes, 'hex'),
      content_sha512: hash('sha512', bytes, 'hex'),
      content_base64sha256: hash('sha256', bytes, 'base64'),
      content_base64sha512: hash('sha512', bytes, 'base64'),
    };
  },
});

export const utilityResources = {
  null_resource: resourceType({
    runs: 'an ID',
    attributes: { triggers },
    create: ({ address }) => ({ id: stableUuid(address) }),
  }),
  terraform_data: resourceType({
    runs: '`output`, a copy of `input`',
    attributes: { input: z.unknown().optional(), triggers_replace: z.unknown().optional() },
    create: ({ address, attributes: { input } }) => ({ id: stableUuid(address), output: input ?? null }),
  }),
  local_file: localFile,
  local_sensitive_file: localFile,
  time_sleep: resourceType({
    runs: 'an ID; creation does not wait',
    attributes: { triggers, create_duration: z.string().optional(), destroy_duration: z.string().optional() },
    create: ({ address }) => ({ id: stableUuid(address) }),
  }),
  time_static: resourceType({
    runs: "the start time on the platform's clock",
    attributes: { triggers, rfc3339: z.iso.datetime({ offset: true }).optional() },
    create({ attributes: { rfc3339 } }, { clock }) {
      const date = new Date(rfc3339 === undefined ? clock.now() : Date.parse(rfc3339));
      const id = rfc3339 ?? date.toISOString().replace(/\.\d+Z$/, 'Z');
      return {
        id,
        rfc3339: id,
        unix: Math.floor(date.getTime() / 1000),
        // the fields use the timestamp's own UTC offset
        year: Number(id.slice(0, 4)),
        month: Number(id.slice(5, 7)),
        day: Number(id.slice(8, 10)),
        hour: Number(id.slice(11, 13)),
        minute: Number(id.slice(14, 16)),
        second: Number(id.slice(17, 19)),
      };
    },
  }),
} as const;

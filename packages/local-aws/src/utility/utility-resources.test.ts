import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResourceType } from '../resource-type';
import { stopped } from '../stopped-platform.fixture';
import { utilityResources } from './utility-resources';

const directory = mkdtempSync(join(tmpdir(), 'himeshima-utility-'));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, 'a.txt'), 'text');
const sha1 = createHash('sha1').update('text').digest('hex');

const parts = { ...JSON.parse('{}'), clock: stopped().clock };
const computed = async (type: ResourceType, attributes: object) =>
  (await type.create({ address: 'x', directory, attributes: { filename: 'b.txt', ...attributes } }, parts)).computed;

describe('local_file', () => {
  test.each([
    { content: 'text' },
    { sensitive_content: 'text' },
    { content_base64: Buffer.from('text').toString('base64') },
    { source: 'a.txt' },
  ])('local_file returns the hash of %j', async (attributes) =>
    expect(await computed(utilityResources.local_file, attributes)).toMatchObject({ content_sha1: sha1 }),
  );

  test('rejects a missing source', async () => {
    await expect(async () => computed(utilityResources.local_file, { source: 'b' })).rejects.toThrow(
      /^source: .*b does not exist$/,
    );
  });
});

test("time_static has a timestamp's fields in the timestamp's own UTC offset", async () => {
  const rfc3339 = '2024-01-02T03:04:05+09:00';
  expect(await computed(utilityResources.time_static, { rfc3339 })).toMatchObject({
    id: rfc3339,
    unix: Date.parse(rfc3339) / 1000,
    day: 2,
    hour: 3,
    second: 5,
  });
});

import { resourcesOf } from './resource-index';
import { hasReference, is, isnt, lacks, type Resource } from './resource-values';

const resource = (address: string, values: Resource['values'], unknown: Resource['unknown'] = null): Resource => ({
  address,
  type: address.split('.')[0] ?? '',
  values,
  unknown,
});

describe('hasReference', () => {
  test.each(['${aws_kms_key.key.arn}', 'a-${var.x}', '${filebase64sha256("a.zip")}', '${a.b ? "x" : "y"}'])(
    'finds a reference in %s',
    (text) => expect(hasReference(text)).toBe(true),
  );

  test.each(['${iot:ClientId}', '${aws:username}', '${*}', '$.a', 'accounts.google.com:${accounts.google.com:sub}'])(
    'finds no reference in %s, which may contain a policy variable',
    (text) => expect(hasReference(text)).toBe(false),
  );
});

describe('values at a path', () => {
  const inBlock = (block: Resource['values'][string]) => resource('aws_x.a', { block });

  test('treats a list with one block as the block itself', () => {
    for (const block of [{ on: true }, [{ on: true }]]) {
      expect(is(inBlock(block), 'block.on', true)).toBe(true);
      expect(lacks(inBlock(block), 'block.on')).toBe(false);
    }
  });

  test.each([[null], [[]], [{ off: 1 }], ['']])('finds no value in %j', (block) => {
    expect(lacks(inBlock(block), 'block.on')).toBe(true);
    expect(isnt(inBlock(block), 'block.on', true)).toBe(true);
  });

  test('treats a reference as present but unknown', () => {
    const referring = inBlock({ on: '${var.on}' });
    expect([is(referring, 'block.on', true), isnt(referring, 'block.on', true)]).toEqual([false, false]);
    expect(lacks(referring, 'block.on')).toBe(false);
  });

  test.each([[true], [{ block: true }], [{ block: [{ on: true }] }], [{ block: { on: true } }]])(
    'treats a value known only after apply as unknown: %j',
    (unknown) => {
      const later = resource('aws_x.a', { block: [{}] }, unknown);
      expect([is(later, 'block.on', true), isnt(later, 'block.on', true), lacks(later, 'block.on')]).toEqual([
        false,
        false,
        false,
      ]);
    },
  );
});

describe('references between resources', () => {
  const bucket = resource('aws_s3_bucket.a', { bucket: 'archive' });
  const pointer = { type: 'aws_policy', by: 'bucket' };
  const naming = (...texts: readonly string[]) =>
    resourcesOf([bucket, ...texts.map((text, at) => resource(`aws_policy.p${at}`, { bucket: text }))]).naming(
      bucket,
      pointer,
    );

  test.each(['${aws_s3_bucket.a.id}', 'archive', 'arn:aws:s3:::archive', 'https://s3.example/archive'])(
    'finds a resource by %s',
    (text) => expect(naming('other', text)?.map(({ address }) => address)).toEqual(['aws_policy.p1']),
  );

  test('finds no reference between unrelated resources', () => {
    expect(naming('${aws_s3_bucket.b.id}', 'other')).toEqual([]);
  });

  test.each(['${var.bucket}', '${data.aws_s3_bucket.a.id}', '${local.a.b}'])(
    'returns undefined for the external reference %s',
    (text) => {
      expect(naming(text)).toBeUndefined();
    },
  );

  test('returns undefined if the referring attribute is known only after apply', () => {
    const later = resource('aws_policy.p', {}, { bucket: true });
    expect(resourcesOf([bucket, later]).naming(bucket, pointer)).toBeUndefined();
  });
});

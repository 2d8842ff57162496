import { fc, test } from '@fast-check/jest';
import { blocks } from './blocks';
import { averageBlocks } from './flow/rule-flow';
import { message } from './small-platform.fixture';

const kilobytes = (count: number) => count * 1024;

describe('blocks', () => {
  test.each([
    [0, 1],
    [1, 1],
    [kilobytes(5), 1],
    [kilobytes(5) + 1, 2],
    [kilobytes(128), 26],
  ])('bills a message of %i bytes as %i blocks of 5 KB', (bytes, count) => {
    expect(blocks(bytes, kilobytes(5))).toBe(count);
  });

  test.prop([fc.nat(1e7), fc.integer({ min: 1, max: 1e6 })])(
    'bills at least the actual size, but less than one block more',
    (bytes, block) => {
      const billed = blocks(bytes, block) * block;
      expect(billed).toBeGreaterThanOrEqual(bytes);
      expect(billed).toBeLessThan(bytes + block + (bytes === 0 ? 1 : 0));
    },
  );
});

describe('AWS IoT', () => {
  const ofBytes = (bytes: number) => message({ payloads: [{ share: 1, text: 'x'.repeat(bytes) }] });

  test('meters a message including its topic', () => {
    expect(averageBlocks(ofBytes(kilobytes(5) - 'a/b'.length))).toBe(1);
    expect(averageBlocks(ofBytes(kilobytes(5)))).toBe(2);
  });
});

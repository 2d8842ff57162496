import { peakMegabytes } from './peak-memory';

test('returns undefined for a process that does not exist', () => {
  expect(peakMegabytes(2 ** 30)).toBeUndefined();
});

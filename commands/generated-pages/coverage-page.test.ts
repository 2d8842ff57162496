import { coveragePage } from './coverage-page';

test('compares the number of operations that run locally with that of other emulators', () => {
  const page = coveragePage(new Map([['sts', ['GetCallerIdentity', 'AssumeRole', 'NotAnOperation']]]));
  expect(page).toContain('| Service | Operations | Local runtime | moto | MiniStack | Floci | LocalStack |');
  expect(page).toMatch(/\| `sts` \| 1\d \| 2 \| 7 \| 4 \| 7 \| 6 \|/);
  expect(page).toMatch(/\| `s3` \| \d+ \| 0 \| 77 \| 51 \| 66 \| – \|/);
});

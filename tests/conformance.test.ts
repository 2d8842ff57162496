import { readFileSync } from 'node:fs';
import { rejectMissingTests } from '../commands/generated-pages/test-references';

/** Returns the tests listed in a page's tables. The last cell of each row is `[title](../file)`. */
const testsIn = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^\| .* \| \[(.*)\]\(\.\.\/(\S+\.ts)\) \|$/gm)].map(
    ([, title = '', file = '']) => ({ file, title: title.replaceAll('\\|', '|') }),
  );

test.each([
  ['docs/conformance.md', 115],
  ['docs/quotas.md', 40],
])('%s links only to tests that exist', (page, atLeast) => {
  const tests = testsIn(page);
  expect(tests.length).toBeGreaterThanOrEqual(atLeast);
  expect(() => rejectMissingTests(tests, process.cwd())).not.toThrow();
});

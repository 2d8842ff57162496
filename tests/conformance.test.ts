import { readFileSync } from 'node:fs';
import { refuseMissingTests } from '../commands/documenting/named-tests';

const rows = readFileSync('docs/conformance.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Behaviour'));

/** The last cell of a row: `[title](../file)`. */
function testOf(row: string) {
  const [, title, file] = /.* \| \[(.*)\]\(\.\.\/(\S+\.ts)\) \|$/.exec(row) ?? [];
  if (title === undefined || file === undefined) throw new Error(`no test in the row ${row}`);
  return { file, title: title.replaceAll('\\|', '|') };
}

test('every behaviour in docs/conformance.md names a test that exists', () => {
  const tests = rows.map(testOf);
  expect(tests.length).toBeGreaterThan(100);
  expect(() => refuseMissingTests(tests, process.cwd())).not.toThrow();
});

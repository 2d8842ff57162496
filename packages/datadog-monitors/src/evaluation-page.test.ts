import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(__dirname, '..', 'docs', 'evaluation.md'), 'utf8');
const cited = Array.from(page.matchAll(/\| `([\w./-]+\.test\.ts)`: (.+?) +\|$/gm), ([, file = '', title = '']) => ({
  file,
  title,
}));

describe('docs/evaluation.md', () => {
  test('cites a test for every rule', () => {
    const rules = page.split('\n').filter((line) => /^\| (?!Rule|-)/.test(line));
    expect(rules.length).toBeGreaterThan(40);
    expect(cited).toHaveLength(rules.length);
  });

  test.each(cited)('$file contains "$title"', ({ file, title }) => {
    expect(readFileSync(join(__dirname, file), 'utf8')).toContain(title);
  });
});

import { readFileSync } from 'node:fs';
import * as z from 'zod';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
/** Returns the names of the npm scripts that are run in the given text: `npm test`, `npm start`, `npm run NAME`. */
const scriptsIn = (text: string) =>
  [...text.matchAll(/\bnpm (?:(test|start)\b|run (?:--silent )?([\w:-]+))/g)].map(
    ([, own, named]) => own ?? named ?? '',
  );

test.each([
  '.gitlab-ci.yml',
  '.gitlab/decide.sh',
  '.gitlab/review.sh',
  '.ci/run',
  'README.md',
  'CONTRIBUTING.md',
  'docs/api.md',
  'docs/commands.md',
  'docs/analytics.md',
])('every npm script that %s runs exists', (file) => {
  const named = scriptsIn(readFileSync(file, 'utf8'));
  expect(named).not.toEqual([]);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

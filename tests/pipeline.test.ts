import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const Job = z.object({ stage: z.string(), script: z.array(z.string()) });
const { stages, ...others } = z
  .looseObject({ stages: z.array(z.string()) })
  .parse(parse(readFileSync('.gitlab-ci.yml', 'utf8')));
const jobs = Object.values(others).flatMap((one) => Job.safeParse(one).data ?? []);

/** Names of npm scripts that a text runs: `npm test`, `npm start`, `npm run NAME`. */
const scriptsIn = (text: string) =>
  [...text.matchAll(/\bnpm (?:(test|start)\b|run (?:--silent )?([\w-]+))/g)].map(
    ([, own, named]) => own ?? named ?? '',
  );

test('the pipeline checks, tests and synthesizes, in this order', () => {
  expect(stages).toEqual(['check', 'test', 'synth']);
  expect(stages.map((stage) => jobs.filter((job) => job.stage === stage).flatMap(({ script }) => script))).toEqual([
    ['npm run check'],
    ['npm test -- --ci'],
    ['npm run synth'],
  ]);
});

test.each(['.gitlab-ci.yml', '.ci/run', 'README.md', 'CONTRIBUTING.md', 'docs/api.md', 'docs/analytics.md'])(
  'every npm script that %s runs is there',
  (file) => {
    const named = scriptsIn(readFileSync(file, 'utf8'));
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  },
);

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApiMonitor } from '@himeshima/datadog-monitors';
import { definitionDiff, findMonitorSource } from './monitor-source';

const project = mkdtempSync(join(tmpdir(), 'monitors-'));
afterAll(() => rmSync(project, { recursive: true }));

const query = 'sum(last_5m):sum:a.b{*}.as_count() >= 1';
const monitor = (text: string) =>
  readApiMonitor({
    name: 'n',
    type: 'query alert',
    query: text,
    message: '',
    options: { thresholds: { critical: 1 } },
  });

const folder = join(project, 'monitors');
mkdirSync(join(folder, 'inner'), { recursive: true });
const entry = (id: string, ...lines: readonly string[]) =>
  `export const x = metricAlert({\n  id: '${id}',\n${lines.map((line) => `  ${line},\n`).join('')}});\n`;
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
write('inner/jobs.ts', `// jobs\n${entry('job_failed', `query: '${query}'`)}`);
write('jobs.test.ts', 'describe(jobFailed, () => undefined);\n');

test('shows a change as a diff of the entry', () => {
  const source = findMonitorSource(project, 'job_failed');
  expect(source).toMatchObject({ place: 'monitors/inner/jobs.ts:3', tests: ['monitors/jobs.test.ts'] });
  expect(source?.diff(monitor(query), monitor(query.replace('>= 1', '>= 3')))).toBe(
    [
      '--- a/monitors/inner/jobs.ts',
      '+++ b/monitors/inner/jobs.ts',
      '@@ -1,6 +1,6 @@',
      ' // jobs',
      ' export const x = metricAlert({',
      "   id: 'job_failed',",
      `-  query: '${query}',`,
      `+  query: '${query.replace('>= 1', '>= 3')}',`,
      ' });',
      ' ',
      '',
    ].join('\n'),
  );
});

/** Returns the changed lines of an entry. @param after query with a higher threshold and a longer window */
function changedLines(id: string, after: string, recorded?: string): readonly string[] | undefined {
  const diff = findMonitorSource(project, id, recorded)?.diff(monitor(query), monitor(after));
  return diff?.split('\n').filter((line) => /^[-+] /.test(line));
}

const [higher, longer] = [query.replace('>= 1', '>= 3'), query.replace('last_5m', 'last_10m')];

test.each([
  ['joined texts', ["query: 'sum(last_5m):' + 'sum:a.b{*}.as_count() >= 1'"], ['last_10m', '>= 3']],
  ['a template', ['query: `sum(last_5m):${metric}.as_count() >= 1`'], ['last_10m', '>= 3']],
  ['a function', ["query: atLeast({ metric: 'a.b', threshold: 1, window: 5 })"], ['window: 10', 'threshold: 3']],
  ['arguments', ["query: atLeast('a.b', 1, minutes(5))"], ['minutes(10)', "'a.b', 3"]],
  [
    'numbers of the entry',
    ['query: atLeast(props)', 'threshold: 1', 'windowMinutes: 5'],
    ['windowMinutes: 10', 'threshold: 3'],
  ],
  [
    'an override',
    [`query: '${query.replace('>= 1', '>= 9')}'`, 'environments: { dev: { threshold: 1 } }'],
    ['last_10m', '{ threshold: 3 }'],
  ],
  ['a copy of the threshold', [`query: '${query}'`, 'critical: 1'], ['last_10m', 'critical: 3']],
])('changes a query that is built from %s', (title, lines, [window = '', threshold = '']) => {
  write('built.ts', entry(`built from ${title}`, ...lines));
  expect(
    changedLines(`built from ${title}`, longer)
      ?.filter((line) => line.startsWith('+'))
      .join('\n'),
  ).toContain(window);
  expect(
    changedLines(`built from ${title}`, higher)
      ?.filter((line) => line.startsWith('+'))
      .join('\n'),
  ).toContain(threshold);
});

test('finds an entry with a computed ID by its recorded place', () => {
  write(
    'computed.ts',
    `const metric = 1;\nfor (const name of names)\n  metricAlert({ id: name, query: '${query}' });\n`,
  );
  expect(changedLines('job_late', higher, 'monitors/computed.ts:3')).toEqual([
    `-  metricAlert({ id: name, query: '${query}' });`,
    `+  metricAlert({ id: name, query: '${higher}' });`,
  ]);
});

test('changes the delay in the entry, or shows the new delay as a change to the definition', () => {
  const delayed = (seconds: number) => ({ ...monitor(query), evaluationDelaySeconds: seconds });
  write('delayed.ts', entry('delayed', `query: '${query}'`, 'settings: { evaluationDelay: 900 }'));
  expect(findMonitorSource(project, 'delayed')?.diff(delayed(900), delayed(300))).toContain(
    '+  settings: { evaluationDelay: 300 },',
  );
  expect(findMonitorSource(project, 'job_failed')?.diff(delayed(900), delayed(300))).toContain(
    '+  "evaluation_delay": 300',
  );
});

test.each([
  ['a query without numbers', ['query: late()']],
  ['two equal numbers', ['query: atLeast(1, 1)']],
])('returns no diff for %s', (title, lines) => {
  write('built.ts', entry(title, ...lines));
  expect(changedLines(title, higher)).toBeUndefined();
});

test('finds no source of an unknown monitor', () => {
  expect(findMonitorSource(project, 'job')).toBeUndefined();
  expect(findMonitorSource(join(project, 'monitors'), 'job_failed')).toBeUndefined();
});

test('shows a change to a monitor without source as a diff of its definition', () => {
  const changed = { ...monitor(query), evaluationDelaySeconds: 900 };
  expect(definitionDiff(monitor(query), changed)).toContain('+  "evaluation_delay": 900');
  expect(definitionDiff(changed, changed)).toBe('');
});

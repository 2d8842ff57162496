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

mkdirSync(join(project, 'monitors', 'inner'), { recursive: true });
const entry = (id: string, of: string) => `export const x = metricAlert({\n  id: '${id}',\n  query: ${of},\n});\n`;
writeFileSync(join(project, 'monitors', 'inner', 'jobs.ts'), `// jobs\n${entry('job_failed', `'${query}'`)}`);
writeFileSync(join(project, 'monitors', 'jobs.test.ts'), 'describe(jobFailed, () => undefined);\n');
writeFileSync(join(project, 'monitors', 'built.ts'), entry('job_late', 'late()'));

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

test('returns no diff for an entry that builds its query, and no source for an unknown monitor', () => {
  expect(findMonitorSource(project, 'job_late')?.diff(monitor(query), monitor(`${query}0`))).toBeUndefined();
  expect(findMonitorSource(project, 'job')).toBeUndefined();
  expect(findMonitorSource(join(project, 'monitors'), 'job_failed')).toBeUndefined();
});

test('shows a change without source as a diff of the definition', () => {
  const changed = { ...monitor(query), evaluationDelaySeconds: 900 };
  expect(definitionDiff(monitor(query), changed)).toContain('+  "evaluation_delay": 900');
  expect(definitionDiff(changed, changed)).toBe('');
});

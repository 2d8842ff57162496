import { printJson } from '@himeshima/cli';
import * as z from 'zod';
import { cachedAnswer } from './cached-answer';

const listed = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  severity: z.string(),
  // number of tests that simulate the monitor
  tests: z.number(),
  runbook: z.string(),
  declared: z.string(),
  query: z.string(),
});

export async function list(root: string, json: boolean): Promise<void> {
  const rows = await cachedAnswer(root, 'list', z.array(listed).readonly(), async () => {
    const { listedMonitors } = await import('./listed-monitors.js');
    return listedMonitors(root);
  });
  if (json) return printJson(rows);
  const heads = { id: 'monitor', severity: 'severity', tests: 'tests', runbook: 'runbook' };
  const shown = rows.map(({ id, severity, tests, runbook }) => ({ id, severity, tests: String(tests), runbook }));
  const width = (key: keyof typeof heads) => Math.max(...[heads, ...shown].map((row) => row[key].length)) + 2;
  const [ids, severities] = [width('id'), width('severity')];
  for (const { id, severity, tests, runbook } of [heads, ...shown]) {
    console.log(`${id.padEnd(ids)}${severity.padEnd(severities)}${tests.padStart(5)}  ${runbook}`);
  }
}

import { printJson } from '@himeshima/cli';
import { callLocation } from '@himeshima/constructs';
import { testsOf } from '@himeshima/datadog-monitors/cli';
import { monitors } from '../../monitors/monitors';
import { definitionInProd } from './declared-monitors';
import { recordedTests } from './monitor-tests';

export async function list(root: string, json: boolean): Promise<void> {
  const rows = await listed(root);
  if (json) return printJson(rows);
  const heads = { id: 'monitor', severity: 'severity', tests: 'tests', runbook: 'runbook' };
  const shown = rows.map(({ id, severity, tests, runbook }) => ({ id, severity, tests: String(tests), runbook }));
  const width = (key: keyof typeof heads) => Math.max(...[heads, ...shown].map((row) => row[key].length)) + 2;
  const [ids, severities] = [width('id'), width('severity')];
  for (const { id, severity, tests, runbook } of [heads, ...shown]) {
    console.log(`${id.padEnd(ids)}${severity.padEnd(severities)}${tests.padStart(5)}  ${runbook}`);
  }
}

/** Returns all monitors in the order of declaration. `tests` is the number of tests that simulate the monitor. */
export async function listed(root: string) {
  const { recorded } = await recordedTests(root);
  return monitors.map((monitor) => {
    const { id, severity, runbook, declared } = monitor;
    const definition = definitionInProd(monitor);
    const { name, type, query } = definition;
    return {
      id,
      name,
      type,
      severity,
      tests: testsOf(definition, recorded).length,
      runbook: `docs/runbooks/${runbook}.md`,
      declared: callLocation(declared),
      query,
    };
  });
}

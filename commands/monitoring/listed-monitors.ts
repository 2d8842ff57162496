import { callLocation } from '@himeshima/constructs/monitors';
import { testsOf } from '@himeshima/datadog-monitors/cli';
import { monitors } from '../../monitors/monitors';
import { definitionInProd } from './declared-monitors';
import { recordedTests } from './monitor-tests';

/** Returns all monitors in the order of declaration. `tests` is the number of tests that simulate the monitor. */
export async function listedMonitors(root: string) {
  const recorded = await recordedTests(root);
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

import { callLocation } from '@himeshima/constructs/monitors';
import { describeMonitor, type Simulation } from '@himeshima/datadog-monitors';
import { type RecordedTest, testsOf, verdictOn } from '@himeshima/datadog-monitors/cli';
import { environments } from '../../config/environments';
import { knownMetrics } from '../../monitors/catalogue';
import { equivalentMutants } from '../../monitors/equivalent-mutants';
import { definitionInProd, monitorNamed } from './declared-monitors';
import { filesOf, recordedTests } from './monitor-tests';

/** Returns the meaning, recipients, tests and mutants of a monitor. @throws Error with the closest known id if the id is unknown */
export async function explainMonitor(id: string, root: string) {
  const monitor = monitorNamed(id);
  const definition = definitionInProd(monitor);
  const recorded = await recordedTests(root);
  const tests = testsOf(definition, recorded);
  const files = await filesOf(tests, root);
  const context = { files, recorded, catalogue: knownMetrics(), equivalent: equivalentMutants };
  const failing = tests.filter(({ failure }) => failure !== undefined).length;
  // a test that fails without a mutant seems to kill every mutant
  const { survivors, killed } =
    failing > 0 ? { survivors: [], killed: 0 } : await verdictOn({ id: monitor.id, definition }, context);
  return {
    id: monitor.id,
    name: definition.name,
    severity: monitor.severity,
    notifies: environments.map(({ name, notify }) => ({ environment: name, handles: notify[monitor.severity] })),
    means: describeMonitor(definition, knownMetrics()).map(({ about, text }) => ({ about, text })),
    type: definition.type,
    query: definition.query,
    runbook: `docs/runbooks/${monitor.runbook}.md`,
    tests: tests.map(({ file, name }) => ({ file, name })),
    failing,
    show: showOf(tests),
    mutants: { killed, survive: survivors.map(({ change }) => change) },
    declared: callLocation(monitor.declared),
  };
}

/** Returns the behaviors that a monitor's tests cover. */
function showOf(tests: readonly (RecordedTest & { readonly own: readonly Simulation[] })[]): string[] {
  const runs = tests.flatMap(({ own }) => own);
  const fires = runs.some((run) => run.notifications.some(({ transition }) => transition !== 'recovery'));
  const quiet = runs.some((run) => hadData(run) && run.notifications.length === 0);
  const missing = runs.some(lacksData);
  return [...(fires ? ['fires'] : []), ...(quiet ? ['stays quiet'] : []), ...(missing ? ['missing data'] : [])];
}

const hadData = ({ groups }: Simulation): boolean => groups.some(({ changes }) => changes.length > 0);

// the first evaluations of a new group have no value, because the group waits for data
const lacksData = (run: Simulation): boolean =>
  !hadData(run) ||
  run.groups.some((group) =>
    group
      .evaluations()
      .slice(2)
      .some(({ value }) => value === undefined),
  );

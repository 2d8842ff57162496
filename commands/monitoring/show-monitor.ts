import { printJson, terminalWidth, wrapToColumns } from '@himeshima/cli';
import { callLocation } from '@himeshima/constructs';
import { describeMonitor, type Simulation } from '@himeshima/datadog-monitors';
import { type RecordedTest, testsOf, verdictOn } from '@himeshima/datadog-monitors/cli';
import { environments } from '../../config/environments';
import { knownMetrics } from '../../monitors/catalogue';
import { equivalentMutants } from '../../monitors/equivalent-mutants';
import { type DeclaredMonitor, definitionInProd, monitorNamed } from './declared-monitors';
import { recordedTests } from './monitor-tests';

export async function show(id: string, root: string, json: boolean): Promise<void> {
  const shown = await shownMonitor(monitorNamed(id), root);
  if (json) return printJson(shown);
  console.log(printed(shown));
}

type Shown = Awaited<ReturnType<typeof shownMonitor>>;

/** Returns the meaning, recipients, tests and mutants of a monitor. */
export async function shownMonitor(monitor: DeclaredMonitor, root: string) {
  const definition = definitionInProd(monitor);
  const context = { ...(await recordedTests(root)), catalogue: knownMetrics(), equivalent: equivalentMutants };
  const tests = testsOf(definition, context.recorded);
  const { survivors, killed } = await verdictOn({ id: monitor.id, definition }, context);
  return {
    id: monitor.id,
    name: definition.name,
    severity: monitor.severity,
    notifies: environments.map(({ name, notify }) => ({ environment: name, handles: notify[monitor.severity] })),
    means: describeMonitor(definition, knownMetrics()),
    type: definition.type,
    query: definition.query,
    runbook: `docs/runbooks/${monitor.runbook}.md`,
    tests: tests.map(({ file, name }) => ({ file, name })),
    show: showOf(tests),
    mutants: { killed, survive: survivors.map(({ change }) => change) },
    declared: callLocation(monitor.declared),
  };
}

/** Returns the behaviours that a monitor's tests cover. */
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

function printed(shown: Shown): string {
  const { name, severity, notifies, means, query, runbook, tests, mutants, declared, id } = shown;
  const text = means.map((sentence) => sentence.text).join(' ');
  const between = shown.show.length === 0 ? '' : ` (${shown.show.join(', ')})`;
  const counted = tests.length === 0 ? 'none' : `${tests.length}${between}`;
  const survive = mutants.survive.length;
  const verdict = survive === 0 ? 'no mutant survives' : `${survive} mutants survive: npm run monitors -- mutate ${id}`;
  const facts: [string, string][] = [
    ...notifies.map(({ environment, handles }): [string, string] => [
      environment,
      handles.length === 0 ? 'no notification' : `notifies ${handles.join(', ')}`,
    ]),
    ['query', query],
    ['runbook', runbook],
    ['tests', mutants.killed + survive === 0 ? counted : `${counted} · ${verdict}`],
    ['declared', `${declared} → datadog_monitor.${id}`],
  ];
  return [
    `${name}   ${severity}`,
    ...wrapToColumns(text, Math.min(100, terminalWidth() ?? 100) - 2).map((line) => `  ${line}`),
    ...facts.map(([label, value]) => `  ${label.padEnd(9)} ${value}`),
  ].join('\n');
}

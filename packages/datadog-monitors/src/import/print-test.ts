import { span } from '../chart/columns';
import { describeApiMonitor } from './described-monitor';
import { modules } from './generated-imports';
import type { NamedMonitor } from './name-monitors';
import { notationOf, type ObservedAlert, observeAlert } from './observed-alert';
import { printText, printValue } from './print-value';

/** Prints the test file of a group. Each test states what a monitor currently does. */
export function printTests(group: string, monitors: readonly NamedMonitor[]): string {
  const tests = monitors.map(testOf);
  const used = (name: string) => tests.some((text) => text.includes(`${name}(`));
  const authoring = ['describeDatadogMonitor', 'simulateDatadogMonitor'].filter(used);
  return [
    [
      ...(authoring.length > 0 ? [`import { ${authoring.join(', ')} } from '${modules.authoring}';`] : []),
      // the second import adds toAlertAt and the other matchers
      ...(used('series') ? [`import { series } from '${modules.series}';`, `import '${modules.matchers}';`] : []),
      importOf(group, monitors),
    ].join('\n'),
    ...tests,
  ]
    .join('\n\n')
    .concat('\n');
}

function importOf(group: string, monitors: readonly NamedMonitor[]): string {
  const names = monitors.map(({ identifier }) => identifier).sort();
  const line = `import { ${names.join(', ')} } from './${group}';`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from './${group}';`;
}

function testOf(named: NamedMonitor): string {
  const observed = observeAlert(named.monitor);
  return [`describe(${printText(named.id)}, () => {`, bodyOf(named, observed), '});'].join('\n');
}

function bodyOf(named: NamedMonitor, observed: ObservedAlert | undefined): string {
  if (observed !== undefined) return simulatedTests(named.identifier, observed);
  const described = describeApiMonitor(named.monitor);
  if (described === undefined) return definitionTest(named);
  return `  test('matches its description in words', () => {
    expect(describeDatadogMonitor(${named.identifier})).toBe(
      ${printText(described)},
    );
  });`;
}

function simulatedTests(identifier: string, observed: ObservedAlert): string {
  const changed = observed.series.filter(({ before, after }) => before !== after);
  const [first] = changed;
  const metrics = changed.map(({ name }) => name.replace(/\{.*/, '')).join(' and ');
  const change = `${metrics} ${(first?.after ?? 0) > (first?.before ?? 0) ? 'rises' : 'falls'} from ${first?.before} to ${first?.after}`;
  const quiet = observed.series.map((one) => ({ ...one, after: one.before }));
  return `  test(${printText(`alerts when ${change}`)}, () => {
    const run = ${simulation(identifier, observed)};
    expect(run).toAlertAt('${span(observed.alertMinute)}');
  });

  test(${printText(`stays OK while ${metrics} is ${first?.before}`)}, () => {
    const run = ${simulation(identifier, { ...observed, series: quiet })};
    expect(run).toStayOk();
  });`;
}

function simulation(identifier: string, observed: ObservedAlert): string {
  const all = observed.series.map((one) => `series(${printText(one.name)}, '${notationOf(one, observed)}')`);
  const line = `simulateDatadogMonitor(${identifier}, { series: [${all.join(', ')}], minutes: ${observed.lastMinute} })`;
  if (line.length <= 103) return line;
  return `simulateDatadogMonitor(${identifier}, {
      series: [
${all.map((one) => `        ${one},\n`).join('')}      ],
      minutes: ${observed.lastMinute},
    })`;
}

/** Prints a test that repeats the definition, for a monitor that this package cannot read. */
function definitionTest({ identifier, monitor: { type, query } }: NamedMonitor): string {
  return `  test('has the type and query that were imported', () => {
    expect(${identifier}).toMatchObject(${printValue({ type, query }, 4, 40)});
  });`;
}

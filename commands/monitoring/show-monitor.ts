import { printJson, terminalWidth, wrapToColumns } from '@himeshima/cli';
import * as z from 'zod';
import { cachedAnswer } from './cached-answer';

const texts = z.array(z.string()).readonly();
const explained = z.object({
  id: z.string(),
  name: z.string(),
  severity: z.string(),
  notifies: z.array(z.object({ environment: z.string(), handles: texts })),
  means: z.array(z.object({ about: z.string(), text: z.string() })),
  type: z.string(),
  query: z.string(),
  runbook: z.string(),
  tests: z.array(z.object({ file: z.string(), name: z.string() })),
  failing: z.number(),
  show: texts,
  mutants: z.object({ killed: z.number(), survive: texts }),
  declared: z.string(),
});

/** Meaning, recipients, tests and mutants of a monitor. */
export type ExplainedMonitor = z.infer<typeof explained>;

export async function show(id: string, root: string, json: boolean): Promise<void> {
  const shown = await cachedAnswer(root, `show ${id}`, explained, async () => {
    const { explainMonitor } = await import('./explain-monitor.js');
    return explainMonitor(id, root);
  });
  if (json) return printJson(shown);
  console.log(formatMonitor(shown));
}

function formatMonitor(shown: ExplainedMonitor): string {
  const { name, severity, notifies, means, query, runbook, tests, declared, id } = shown;
  const text = means.map((sentence) => sentence.text).join(' ');
  const between = shown.show.length === 0 ? '' : ` (${shown.show.join(', ')})`;
  const counted = tests.length === 0 ? 'none' : `${tests.length}${between}`;
  const verdict = verdictOn(shown);
  const facts: [string, string][] = [
    ...notifies.map(({ environment, handles }): [string, string] => [
      environment,
      handles.length === 0 ? 'no notification' : `notifies ${handles.join(', ')}`,
    ]),
    ['query', query],
    ['runbook', runbook],
    ['tests', verdict === undefined ? counted : `${counted} · ${verdict}`],
    ['declared', `${declared} → datadog_monitor.${id}`],
  ];
  return [
    `${name}   ${severity}`,
    ...wrapToColumns(text, Math.min(100, terminalWidth() ?? 100) - 2).map((line) => `  ${line}`),
    ...facts.map(([label, value]) => `  ${label.padEnd(9)} ${value}`),
  ].join('\n');
}

/** Returns the result of the tests and mutants; undefined for a monitor that has no mutants and no failing test. */
function verdictOn({ id, tests, failing, mutants }: ExplainedMonitor): string | undefined {
  if (failing > 0)
    return `${failing} of ${tests.length} ${tests.length === 1 ? 'test' : 'tests'} ${failing === 1 ? 'fails' : 'fail'}`;
  const survive = mutants.survive.length;
  if (survive === 0) return mutants.killed === 0 ? undefined : 'no mutant survives';
  return `${survive === 1 ? '1 mutant survives' : `${survive} mutants survive`}: npm run monitors -- mutate ${id}`;
}

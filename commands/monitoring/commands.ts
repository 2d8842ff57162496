import type { MonitorsCommand } from './command';

const data = [
  "--series 'NAME=VALUES'   a series minute by minute, as often as there are series: 'metric{tag:value}=0x4 1 0x20'",
  '--data FILE              exported points: JSON of /api/v1/query, CSV, or what /_local/metrics gives; may be repeated',
  "                         every metric of the query must be there; --series 'metric=_' says that one is empty",
];

/** What `npm run monitors --` knows. Each loads its parts when it runs: an answer of `try` needs none of the others. */
export const commands: Readonly<Record<string, MonitorsCommand>> = {
  list: {
    usage: 'list',
    summary: 'every monitor with its severity, runbook and number of tests',
    options: ['--json   for programs'],
    example: 'list --json',
    run: async (args) => (await import('./list.js')).list(args),
  },
  show: {
    usage: 'show ID',
    summary: 'what one monitor means, whom it calls, its tests, and where it is declared',
    options: ['--json   for programs'],
    example: 'show states_executions_failed',
    run: async (args) => (await import('./show.js')).show(args),
  },
  simulate: {
    usage: 'simulate ID',
    summary: 'what a monitor does over series: values, thresholds, states, notifications',
    options: [
      ...data,
      '--from, --to             minutes since the first point, or moments such as 2026-09-01T08:00Z',
      '--svg FILE               draws it there, too',
      '--json                   for programs',
    ],
    example: "simulate states_executions_failed --series 'aws.states.executions_failed=0x4 1 0x20'",
    run: async (args) => (await import('./simulate.js')).simulateMonitor(args),
  },
  backtest: {
    usage: 'backtest ID --data FILE',
    summary: 'what a monitor would have said over exported points: alerts, minutes in alert, pages at night, flapping',
    options: [
      ...data,
      '--query QUERY            another query beside it, to compare',
      '--time-zone ZONE         where people sleep from 22 to 7 (Asia/Tokyo)',
      '--from, --to             minutes since the first point, or moments such as 2026-09-01T08:00Z',
      '--json                   for programs',
    ],
    example: "backtest states_executions_failed --data september.json --query 'sum(last_5m):… >= 3'",
    run: async (args) => (await import('./backtest.js')).backtest(args),
  },
  validate: {
    usage: 'validate [ID]',
    summary: 'what Datadog would refuse, and what will disappoint: with file, line and column',
    options: ['--json   for programs'],
    example: 'validate lambda_errors',
    run: async (args) => (await import('./validate.js')).validateMonitors(args),
  },
  mutate: {
    usage: 'mutate [ID]',
    summary: 'changes each monitor by one step at a time and runs its tests; names the tests that are missing',
    options: ['--json   for programs'],
    example: 'mutate lambda_errors',
    run: async (args) => (await import('./mutate.js')).mutateMonitors(args),
  },
  try: {
    usage: 'try --ndjson',
    summary: 'answers a line a case from stdin: a monitor over series, a message, a composite, an SLO',
    options: ['--ndjson   lines of JSON, which is all that it reads (docs/guides/test-a-monitor.md)'],
    example: `try --ndjson <<< '{"composite":"a && b","states":{"a":"Alert","b":"OK"}}'`,
    run: async (args) => (await import('./try.js')).tryCommand(args),
  },
};

/** All commands, a line each, or one with its options. */
export function helpOf(name: string | undefined): string {
  const command = name === undefined ? undefined : commands[name];
  if (command) {
    const { usage, summary, options, example } = command;
    return [
      `npm run monitors -- ${usage}`,
      '',
      `  ${capital(summary)}.`,
      '',
      ...options.map((line) => `  ${line}`),
      '',
      `  example   npm run monitors -- ${example}`,
    ].join('\n');
  }
  const all = Object.values(commands);
  const width = Math.max(...all.map(({ usage }) => usage.length)) + 2;
  return [
    'npm run monitors -- COMMAND',
    '',
    ...all.map(({ usage, summary }) => `  ${usage.padEnd(width)}${summary}`),
    '',
    '  npm run monitors -- COMMAND --help tells the options of one.',
    '',
    `  example   npm run monitors -- ${commands['show']?.example}`,
  ].join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

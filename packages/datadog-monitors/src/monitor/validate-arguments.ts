import { didYouMean } from '../near-miss';
import type { Argument, Expression, MetricQuery } from '../query/query-tree';
import { expressionsIn } from '../query/walk';
import type { Problem } from './problem';

type Call = Extract<Expression, { readonly kind: 'call' }>;

const seasons = ['hourly', 'daily', 'weekly'];

/** Permitted values of named arguments. Sources: docs.datadoghq.com/monitors/types/anomaly and /forecasts, "API" */
const choices: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  anomalies: { direction: ['above', 'below', 'both'], seasonality: seasons, count_default_zero: ['true', 'false'] },
  forecast: { seasonality: seasons, model: ['default', 'simple', 'reactive'] },
};

/** Functions that forecast() cannot contain. Source: docs.datadoghq.com/monitors/types/forecasts, "Troubleshooting" */
const notForecast = ['anomalies', 'cumsum', 'integral', 'outliers', 'piecewise_constant', 'robust_trend', 'trend_line'];

/** Returns the problems with the arguments of anomalies() and forecast(), which the query language does not restrict. */
export function argumentProblems(query: MetricQuery): Problem[] {
  const calls = [...expressionsIn(query.expression)].filter((part) => part.kind === 'call');
  return calls.flatMap((call) => [
    ...choiceProblems(call),
    ...intervalProblems(call),
    ...(call.name.text === 'forecast' ? nestedProblems(call) : []),
    ...(call.name.text === 'anomalies' ? anomalyProblems(call, query) : []),
  ]);
}

const named = ({ args }: Call, name: string) => args.find((arg) => arg.kind === 'named' && arg.name === name);

const textOf = (argument: Argument): string => {
  if (argument.kind === 'named') return textOf(argument.value);
  return argument.kind === 'number' ? String(argument.value) : argument.text;
};

function choiceProblems(call: Call): Problem[] {
  return Object.entries(choices[call.name.text] ?? {}).flatMap(([name, known]) => {
    const given = named(call, name);
    const text = given && textOf(given);
    if (given === undefined || text === undefined || known.includes(text.toLowerCase())) return [];
    const message = `${name} of ${call.name.text}() is ${text}; it must be ${known.join(', ')}${didYouMean(text, known)}`;
    return [{ message, column: given.column }];
  });
}

function intervalProblems(call: Call): Problem[] {
  const given = choices[call.name.text] && named(call, 'interval');
  if (given?.kind !== 'named' || given.value.kind !== 'number') return [];
  const { value } = given.value;
  if (Number.isInteger(value) && value > 0) return [];
  return [{ message: `interval is ${value}; it must be a positive whole number of seconds`, column: given.column }];
}

function nestedProblems({ operand }: Call): Problem[] {
  const nested = [...expressionsIn(operand)].find(
    (part) => part.kind === 'call' && notForecast.includes(part.name.text),
  );
  if (nested?.kind !== 'call') return [];
  return [{ message: `forecast() cannot contain ${nested.name.text}()`, column: nested.column }];
}

function anomalyProblems(call: Call, { time, threshold }: MetricQuery): Problem[] {
  const given = named(call, 'alert_window');
  const alertWindow = given === undefined ? '' : textOf(given);
  const { window } = time;
  const isShort = (minutesIn(alertWindow) ?? 0) > window.minutes;
  return [
    ...(threshold.value > 0 && threshold.value <= 1
      ? []
      : [
          {
            message: `the threshold of anomalies() is the share of anomalous points, above 0 and at most 1, not ${threshold.value}`,
            column: threshold.column,
          },
        ]),
    ...(isShort
      ? [{ message: `the window must be at least as long as alert_window (${alertWindow})`, column: window.column }]
      : []),
  ];
}

const unitMinutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

function minutesIn(window: string): number | undefined {
  const [, amount, unit = ''] = /^last_(\d+)([mhdw])$/.exec(window) ?? [];
  return amount === undefined ? undefined : Number(amount) * (unitMinutes[unit] ?? 1);
}

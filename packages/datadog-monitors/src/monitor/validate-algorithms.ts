import { didYouMean } from '../near-miss';
import type { Argument, Expression, MetricQuery } from '../query/query-tree';
import { expressionsIn, groupKeys } from '../query/walk';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';

type Call = Extract<Expression, { readonly kind: 'call' }>;

// The algorithms are not published, so only their arguments are checked (docs.datadoghq.com/monitors/types/anomaly, /forecasts
// and /outlier).
const algorithms: Readonly<Record<string, readonly string[]>> = {
  anomalies: ['basic', 'agile', 'robust'],
  forecast: ['linear', 'seasonal'],
  outliers: ['DBSCAN', 'MAD', 'scaledDBSCAN', 'scaledMAD'],
};

/** Returns the problems in an anomaly, forecast or outlier query. */
export function algorithmProblems(definition: MonitorDefinition, query: MetricQuery): Problem[] {
  const calls = [...expressionsIn(query.expression)].filter((part) => part.kind === 'call');
  const forecasts = calls.some(({ name }) => name.text === 'forecast');
  const problems: Problem[] = calls.flatMap((call) => [
    ...(call.name.text === 'autosmooth'
      ? [
          {
            message: 'autosmooth() cannot be used in monitors: its span changes from minute to minute',
            column: call.column,
          },
        ]
      : []),
    ...nameProblems(call),
    ...tuningProblems(call),
    ...(call.name.text === 'anomalies' ? windowProblems(definition, call) : []),
    ...(call.name.text === 'outliers' && groupKeys(call.operand).length === 0
      ? [{ message: 'outliers() compares groups; add by {…} to the metric', column: call.column }]
      : []),
  ]);
  const attribute = 'monitor_threshold_windows';
  if (definition.thresholdWindows && !calls.some(({ name }) => name.text === 'anomalies'))
    problems.push({ message: 'only anomaly monitors have trigger_window and recovery_window', attribute });
  const { triggerWindow, recoveryWindow } = definition.thresholdWindows ?? {};
  if (definition.thresholdWindows && (triggerWindow === undefined || recoveryWindow === undefined))
    problems.push({ message: 'trigger_window and recovery_window must be set together', attribute });
  for (const [name, value] of Object.entries({ trigger_window: triggerWindow, recovery_window: recoveryWindow }))
    if (value !== undefined && !/^last_[1-9]\d*[mhdw]$/.test(value))
      problems.push({ message: `${name} is ${value}; it must be a window such as last_15m`, attribute });
  const { window } = query.time;
  if (forecasts === (window.kind === 'next')) return problems;
  const message = forecasts
    ? 'a forecast needs a future window such as next_1w'
    : `next_${window.amount}${window.unit} is only valid with forecast()`;
  return [...problems, { message, column: window.column }];
}

function nameProblems({ name, args, column }: Call): Problem[] {
  const known = algorithms[name.text];
  if (!known) return [];
  const [first] = args;
  const given = first?.kind === 'text' || first?.kind === 'word' ? first.text : '';
  // Datadog accepts the names in any case: 'dbscan'
  if (known.some((algorithm) => algorithm.toLowerCase() === given.toLowerCase())) return [];
  const message = `${name.text}() has no algorithm ${given} (${known.join(', ')})${didYouMean(given, known)}`;
  return [{ message, column: first?.column ?? column }];
}

function tuningProblems({ name, args, column }: Call): Problem[] {
  if (algorithms[name.text] === undefined) return [];
  const [, second] = args;
  if (second?.kind === 'number' && second.value > 0) return [];
  const what = name.text === 'outliers' ? 'tolerance' : 'deviations';
  return [{ message: `${name.text}() needs a number of ${what} above 0`, column: second?.column ?? column }];
}

// alert_window in the query must agree with monitor_threshold_windows (Terraform provider). The documentation requires the windows,
// but the API's validator accepted monitors without windows; a lint warning reports missing windows.
function windowProblems({ thresholdWindows }: MonitorDefinition, { args, column }: Call): Problem[] {
  const given = args.find((arg) => arg.kind === 'named' && arg.name === 'alert_window');
  const alertWindow = given?.kind === 'named' ? textIn(given.value) : undefined;
  const triggerWindow = thresholdWindows?.triggerWindow;
  if (alertWindow === undefined || triggerWindow === undefined || alertWindow === triggerWindow) return [];
  const message = `alert_window is ${alertWindow}, but trigger_window is ${triggerWindow}`;
  return [{ message, column: given?.column ?? column }];
}

function textIn(value: Argument): string | undefined {
  return value.kind === 'text' || value.kind === 'word' ? value.text : undefined;
}

import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { MetricQuery } from '../query/query-tree';
import { evaluateGroup, type GroupOutcome, type WindowValue } from './evaluate-group';
import type { Notification } from './notify';
import { type EvaluatorOptions, type PreparedMonitor, prepare } from './prepare';
import { inBoth, type MetricSlo, prepareSlo } from './prepare-slo';
import { stretchesOf } from './slide';
import type { SeriesSource } from './source';
import type { GroupState, MonitorState, State } from './state';
import { windowValues } from './window-values';

export interface GroupResult {
  /** Key of the group: `functionname:power-on`, or `*` for a monitor without groups. */
  readonly group: string;
  readonly tags: Tags;
  readonly state: State;
  /** Value of the window; undefined if the window has no value. */
  readonly value: number | undefined;
  readonly reason: string;
}

export interface Evaluation {
  /** Whether the monitor is evaluated at this minute: monitors with long windows are evaluated every 10 or 30 minutes. */
  readonly evaluated: boolean;
  readonly groups: readonly GroupResult[];
  readonly notifications: readonly Notification[];
  /** State to pass to the next evaluation. */
  readonly state: MonitorState;
}

export interface Evaluator {
  readonly query: MetricQuery;
  /**
   * Evaluates the monitor at the end of a minute (minutes since the epoch, wall-clock time). The window ends with that minute, or
   * evaluation_delay earlier. Intended for live runs; `simulate` evaluates a whole time range.
   * @throws NotEvaluatedError if the query uses a feature that is validated but not simulated
   */
  evaluateAt(minute: number, source: SeriesSource, previous: MonitorState): Evaluation;
}

/**
 * Prepares a monitor and parses its query once.
 * @throws QueryError, and NotEvaluatedError for other kinds of monitors and for features that are only validated
 */
export function createEvaluator(definition: MonitorDefinition, options: EvaluatorOptions): Evaluator {
  const prepared = prepare(definition, options);
  return evaluatorOf(prepared, (instant) => windowsAt(prepared, instant));
}

/** Prepares an SLO alert. @throws the errors of `prepareSlo` */
export function createSloEvaluator(
  definition: MonitorDefinition,
  slo: MetricSlo,
  options: EvaluatorOptions,
): Evaluator {
  const { long, short } = prepareSlo(definition, slo, options);
  return evaluatorOf(long, (instant) => {
    const longs = windowsAt(long, instant);
    if (!short) return longs;
    const shorts = windowsAt(short, instant);
    return new Map(
      [...longs].map(([key, { tags, window }]) => [key, { tags, window: inBoth(window, shorts.get(key)?.window) }]),
    );
  });
}

interface Instant {
  readonly minute: number;
  readonly source: SeriesSource;
}

type Windows = ReadonlyMap<string, { readonly tags: Tags; readonly window: WindowValue | undefined }>;

function evaluatorOf(prepared: PreparedMonitor, windowsAt: (instant: Instant) => Windows): Evaluator {
  return {
    query: prepared.subject.query,
    evaluateAt: (minute, source, previous) =>
      minute % prepared.every === 0
        ? evaluate(prepared, { minute, previous, windows: windowsAt({ minute, source }) })
        : skipped(previous),
  };
}

/** Returns each group's value for the window that ends at the given minute. */
function windowsAt(prepared: PreparedMonitor, { minute, source }: Instant): Windows {
  const range = prepared.rangeAt(minute);
  const { query } = prepared.subject;
  const columns = windowValues(query, { range, stretches: stretchesOf([range]) }, prepared.read(source));
  const groups = [...columns].filter(([key]) => prepared.isGroup(key));
  return new Map(groups.map(([key, { tags, value }]) => [key, { tags, window: prepared.windowOf(value) }]));
}

interface EvaluationInput {
  readonly minute: number;
  readonly windows: Windows;
  readonly previous: MonitorState;
}

function evaluate({ subject, rangeAt }: PreparedMonitor, { minute, windows, previous }: EvaluationInput): Evaluation {
  const range = rangeAt(minute);
  const groups: GroupResult[] = [];
  const notifications: Notification[] = [];
  const states: [string, GroupState][] = [];
  for (const key of new Set([...Object.keys(previous.groups), ...windows.keys()])) {
    const found = windows.get(key);
    const before = previous.groups[key];
    const tags = before?.tags ?? found?.tags ?? {};
    const outcome = evaluateGroup(subject, { key, tags, before, window: found?.window, range, minute });
    if (outcome.notification) notifications.push(outcome.notification);
    if (!outcome.after) continue;
    states.push([key, outcome.after]);
    groups.push(resultOf(key, outcome.after, outcome));
  }
  return { evaluated: true, groups, notifications, state: { evaluated: minute, groups: Object.fromEntries(states) } };
}

function resultOf(
  group: string,
  { tags, state, value }: GroupState,
  { reason }: Pick<GroupOutcome, 'reason'>,
): GroupResult {
  return { group, tags, state, value: value ?? undefined, reason };
}

function skipped(previous: MonitorState): Evaluation {
  const groups = Object.entries(previous.groups).map(([key, group]) =>
    resultOf(key, group, { reason: 'not evaluated at this minute' }),
  );
  return { evaluated: false, groups, notifications: [], state: previous };
}

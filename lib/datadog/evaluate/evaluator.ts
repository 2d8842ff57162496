import type { Catalogue } from '../catalogue/catalogue';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { parseMonitorQuery } from '../query/monitor-query';
import type { MetricQuery } from '../query/tree';
import { expressionsIn, groupKeys } from '../query/walk';
import { type Assumptions, cautious } from './assumptions';
import { evaluateGroup, type GroupOutcome, type Subject } from './evaluate-group';
import { pointFunctions, shiftOf } from './functions';
import type { Notification } from './notify';
import { everything } from './points';
import { NotEvaluated } from './refused';
import { cadence, rangeOf } from './schedule';
import type { Reading } from './series-points';
import type { SeriesSource } from './source';
import type { GroupState, MonitorState, State } from './state';
import { windowValues } from './values';

export interface EvaluatorOptions {
  /** Types of the metrics; what it does not know is taken as a gauge. */
  readonly catalogue: Catalogue;
  /** Takes the place of the monitor's own, where metrics arrive at once. */
  readonly evaluationDelaySeconds?: number;
  readonly assumptions?: Partial<Assumptions>;
}

export interface GroupResult {
  /** `functionname:power-on`, or `*` for a monitor without groups. */
  readonly group: string;
  readonly tags: Tags;
  readonly state: State;
  /** Undefined where the window gave none. */
  readonly value: number | undefined;
  readonly reason: string;
}

export interface Evaluation {
  /** False where the monitor does not look at this minute (long windows are evaluated every 10 or 30 minutes). */
  readonly evaluated: boolean;
  readonly groups: readonly GroupResult[];
  readonly notifications: readonly Notification[];
  /** To be given to the next evaluation. */
  readonly state: MonitorState;
}

export interface Evaluator {
  readonly query: MetricQuery;
  /**
   * Evaluates the monitor at the end of a minute (minutes since the epoch, wall time): its window ends with that minute,
   * or evaluation_delay earlier.
   * @throws NotEvaluated where the query uses something that is checked but not simulated
   */
  evaluateAt(minute: number, source: SeriesSource, previous: MonitorState): Evaluation;
}

/**
 * Prepares a monitor: its query is read once.
 * @throws QueryError, and NotEvaluated for other kinds of monitors and for what is only checked
 */
export function createEvaluator(definition: MonitorDefinition, options: EvaluatorOptions): Evaluator {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'metric') throw new NotEvaluated(`a monitor of type ${definition.type}`, 'metric monitors are');
  refuseFunctions(query);
  const assumptions = { ...cautious, ...options.assumptions };
  const delay = Math.ceil((options.evaluationDelaySeconds ?? definition.evaluationDelaySeconds ?? 0) / 60);
  const typeOf: Reading['typeOf'] = (metric) => options.catalogue.find(metric)?.type ?? 'gauge';
  const subject = { definition, query, assumptions, isMultiAlert: groupKeys(query.expression).length > 0 };
  const every = cadence(query.time.window);
  return {
    query,
    evaluateAt: (minute, source, previous) => {
      if (minute % every !== 0) return skipped(previous);
      return evaluate(subject, { minute, to: minute - delay, previous }, { source, typeOf, assumptions });
    },
  };
}

interface Instant {
  readonly minute: number;
  readonly to: number;
  readonly previous: MonitorState;
}

function evaluate(subject: Subject, { minute, to, previous }: Instant, reading: Reading): Evaluation {
  const range = rangeOf(subject.query.time.window, to);
  const windows = windowValues(subject.query, range, reading);
  const groups: GroupResult[] = [];
  const notifications: Notification[] = [];
  const states: [string, GroupState][] = [];
  for (const key of new Set([...Object.keys(previous.groups), ...windows.keys()])) {
    if (key === everything && subject.isMultiAlert) continue;
    const before = previous.groups[key];
    const tags = before?.tags ?? windows.get(key)?.tags ?? {};
    const outcome = evaluateGroup(subject, { key, tags, before, window: windows.get(key)?.value, range, minute });
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

/** What cannot be evaluated is told when the monitor is prepared, not in the middle of a run. */
function refuseFunctions(query: MetricQuery): void {
  for (const part of expressionsIn(query.expression)) {
    if (part.kind !== 'call' || pointFunctions[part.name.text] || shiftOf(part.name.text, part.args) !== undefined)
      continue;
    throw new NotEvaluated(`${part.name.text}()`, 'its algorithm is not published, or not simulated here');
  }
}

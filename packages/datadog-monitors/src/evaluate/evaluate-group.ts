import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { MetricQuery } from '../query/query-tree';
import { groupKeys } from '../query/walk';
import type { Assumptions } from './assumptions';
import { onMissing } from './missing';
import { spoken } from './notification-state';
import type { Notification } from './notify';
import { isFull } from './schedule';
import type { Range } from './source';
import { type GroupState, newGroup, type State } from './state';
import { judge } from './threshold';

/** Result of evaluating a window for one group. */
export interface WindowValue {
  /** Value; NaN if there is data but no result, for example after a division by zero. */
  readonly value: number;
  /** One entry per minute of the window: 1 if at least one series of the expression has a point in that minute. */
  readonly seen: Uint8Array;
}

export interface Subject {
  readonly definition: MonitorDefinition;
  readonly query: MetricQuery;
  readonly assumptions: Assumptions;
  readonly isMultiAlert: boolean;
}

/** Input for the evaluation of one group at one minute: its previous state and its window's result. */
export interface GroupInput {
  readonly key: string;
  readonly tags: Tags;
  readonly before: GroupState | undefined;
  /** Value of the window; undefined if the window contains no point. */
  readonly window: WindowValue | undefined;
  readonly range: Range;
  readonly minute: number;
}

export interface GroupOutcome {
  /** New state; undefined if the group leaves the monitor. */
  readonly after: GroupState | undefined;
  readonly reason: string;
  readonly notification: Notification | undefined;
}

interface Decision {
  readonly state: State;
  readonly value: number | undefined;
  readonly reason: string;
  readonly notify: boolean;
}

export function evaluateGroup(subject: Subject, input: GroupInput): GroupOutcome {
  const current = arrived(input);
  if (!current) return { after: undefined, reason: 'never had data', notification: undefined };
  const retention = retentionHours(subject);
  // the retention time starts when the query stops returning data. Source:
  // docs.datadoghq.com/monitors/configuration, "Group retention time"
  if (current.emptySince !== null && input.minute - current.emptySince >= retention * 60) {
    return { after: undefined, reason: `no data for ${retention} h: the group is dropped`, notification: undefined };
  }
  const decision = decide(subject, input, current);
  return changed(subject, input, current, decision);
}

/** Returns how many hours a group without data is kept. */
export function retentionHours({ definition, query, assumptions }: Omit<Subject, 'isMultiAlert'>): number {
  const { groupRetentionHours, hostRetentionHours } = assumptions;
  return definition.groupRetentionHours ?? (isByHost(query) ? hostRetentionHours : groupRetentionHours);
}

const isByHost = ({ expression }: MetricQuery): boolean => groupKeys(expression).includes('host');

/** Returns the group's state after this window; undefined if the group never had a point. */
function arrived({ before, window, range, tags, minute }: GroupInput): GroupState | undefined {
  const last = window ? window.seen.lastIndexOf(1) : -1;
  const lastPoint = last < 0 ? before?.lastPoint : Math.max(range.from + last, before?.lastPoint ?? 0);
  if (lastPoint === undefined) return undefined;
  const emptySince = window ? null : (before?.emptySince ?? minute);
  if (before) return { ...before, lastPoint, emptySince };
  const firstPoint = range.from + (window?.seen.indexOf(1) ?? 0);
  return newGroup(tags, minute, { firstPoint, lastPoint, emptySince });
}

function decide(subject: Subject, input: GroupInput, group: GroupState): Decision {
  const { window, range } = input;
  const { definition, query, assumptions, isMultiAlert } = subject;
  const keep = (reason: string, value?: number): Decision => ({ state: group.state, value, reason, notify: false });
  // new_host_delay is the older option and applies only to groups by host. Source:
  // docs.datadoghq.com/monitors/configuration, "New group delay"
  const ofHosts = isByHost(query) ? definition.newHostDelaySeconds : undefined;
  const delay = definition.newGroupDelaySeconds ?? ofHosts ?? assumptions.newGroupDelaySeconds;
  if (isMultiAlert && (range.to - group.firstPoint) * 60 < delay) return keep(`a new group is ignored for ${delay} s`);
  if (!window) return decideWithout(subject, input, group);
  if (Number.isNaN(window.value)) return keep('the window has no value: not evaluated');
  if (definition.requireFullWindow && !isFull(query.time.window, window.seen)) {
    return keep('the window is not full: not evaluated', window.value);
  }
  return { ...judge(window.value, query, definition.thresholds, group.state), value: window.value, notify: true };
}

function decideWithout({ definition, query }: Subject, { range, minute }: GroupInput, group: GroupState): Decision {
  const missing = onMissing(definition, query, { group, silent: range.to - group.lastPoint, minute });
  if (missing.kind === 'keep') {
    return { state: group.state, value: undefined, reason: 'no data: the state is unchanged', notify: false };
  }
  if (missing.kind === 'zero') {
    return { ...judge(0, query, definition.thresholds, group.state), value: 0, notify: true };
  }
  return { ...missing, value: undefined };
}

function changed(subject: Subject, input: GroupInput, group: GroupState, decision: Decision): GroupOutcome {
  const { minute, key } = input;
  const { state, reason, value } = decision;
  const { after, notification } = spoken(subject.definition, group, decision, { group: key, tags: group.tags, minute });
  const since = state === group.state ? group.since : minute;
  return { after: { ...after, since, value: value ?? null }, reason, notification };
}

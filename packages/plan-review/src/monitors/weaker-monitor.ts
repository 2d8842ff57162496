import { handlesIn, MessageError, type MonitorDefinition, renderTemplate } from '@himeshima/datadog-monitors';
import { joined, type Phrase, say } from '../phrase';
import type { MonitorSide } from './monitor-side';
import { weakerQuery } from './weaker-query';

/**
 * Describes why a monitor notifies people later, notifies fewer people, or notifies no one. Returns an empty list if people are
 * notified as before or sooner.
 */
export function weakerMonitor(was: MonitorSide, is: MonitorSide): readonly Phrase[] {
  const [before, after] = [was.definition, is.definition];
  return [
    ...weakerQuery(was, is),
    ...warnings(was, is),
    ...delays(before, after),
    ...missingData(before, after),
    ...fullWindow(before, after),
    ...destinations(before, after),
    ...escalations(before, after),
    ...repeats(before, after),
    ...fewerNotifications(before, after),
    ...urgency(before, after),
  ];
}

/** Describes why a monitor warns later, or no longer warns. */
function warnings({ definition: before }: MonitorSide, { definition: after, query }: MonitorSide): readonly Phrase[] {
  const [was, is] = [before.thresholds.warning, after.thresholds.warning];
  if (was === undefined) return [];
  if (is === undefined) return [say`it no longer warns at ${was}`];
  const isBelow = 'comparator' in query && query.comparator.sign.startsWith('<');
  return (isBelow ? is < was : is > was) ? [say`it warns at ${is} instead of ${was}`] : [];
}

const seconds = [
  ['evaluationDelaySeconds', 'it evaluates data that is', 'old'],
  ['newGroupDelaySeconds', 'it ignores new groups for', ''],
  ['newHostDelaySeconds', 'it ignores new hosts for', ''],
] as const;

const delays = (before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] =>
  seconds.flatMap(([name, what, back]) => {
    const [was, is] = [before[name] ?? 0, after[name] ?? 0];
    return is > was ? [say`${[what]} ${is} s${[back && ` ${back}`]} instead of ${was} s`] : [];
  });

const notifiesMissingData = ({ notifyNoData, onMissingData }: MonitorDefinition) =>
  onMissingData === undefined ? notifyNoData : onMissingData === 'show_and_notify_no_data';

function missingData(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  if (!notifiesMissingData(before)) return [];
  if (!notifiesMissingData(after)) return [say`missing data no longer notifies anyone`];
  const [was, is] = [before.noDataTimeframeMinutes ?? 0, after.noDataTimeframeMinutes ?? 0];
  return was > 0 && is > was ? [say`it reports missing data after ${is} minutes instead of ${was}`] : [];
}

const fullWindow = (before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] =>
  !before.requireFullWindow && after.requireFullWindow ? [say`it does not evaluate until the window is full`] : [];

function destinations(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const now = handlesIn(after.message);
  const gone = handlesIn(before.message).filter((handle) => !now.includes(handle));
  const always = alwaysNotified(after);
  const sometimes = alwaysNotified(before).filter((handle) => now.includes(handle) && !always.includes(handle));
  const come = now.filter((handle) => !handlesIn(before.message).includes(handle));
  return [
    ...(gone.length === 0
      ? []
      : now.length === 0
        ? [say`it notifies no one instead of ${all(gone)}`]
        : come.length > 0
          ? [say`it notifies ${all(come)} instead of ${all(gone)}`]
          : [say`it no longer notifies ${all(gone)}`]),
    ...(sometimes.length === 0 ? [] : [say`it no longer notifies ${all(sometimes)} on every alert`]),
  ];
}

/**
 * Describes handles that no longer receive renotifications.
 * Source: Datadog API reference, "Create a monitor", `escalation_message`
 */
function escalations(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const still = [after.message, after.escalationMessage ?? ''].flatMap(handlesIn);
  const gone = handlesIn(before.escalationMessage ?? '').filter((handle) => !still.includes(handle));
  return gone.length === 0 ? [] : [say`it no longer notifies ${all(gone)} in renotifications`];
}

const all = (handles: readonly string[]): Phrase => joined(handles.map((handle) => say`${handle}`));

/** Returns the handles notified on every alert. Excludes handles inside `{{#is_warning}}` or `{{#is_match …}}`. */
function alwaysNotified({ message, priority }: MonitorDefinition): readonly string[] {
  try {
    const context = { transition: 'alert', from: 'OK', to: 'Alert', tags: {}, variables: {}, priority } as const;
    return handlesIn(renderTemplate(message, context));
  } catch (error) {
    if (error instanceof MessageError) return handlesIn(message);
    throw error;
  }
}

function repeats(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const [was, is] = [before.renotifyMinutes ?? 0, after.renotifyMinutes ?? 0];
  if (was === 0) return [];
  if (is === 0) return [say`it no longer renotifies`];
  return is > was ? [say`it renotifies after ${is} minutes instead of ${was}`] : [];
}

/**
 * Describes why a monitor sends fewer notifications: `notify_by` groups notifications, and `timeout_h` resolves alerts without data.
 * Source: Datadog, "Configure monitors"
 */
function fewerNotifications(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  const [hoursBefore, hours] = [before.timeoutHours ?? 0, after.timeoutHours ?? 0];
  const isTogether = after.notifyBy.length > 0 && after.notifyBy.join() !== before.notifyBy.join();
  const one = after.notifyBy.includes('*') ? say`all groups` : say`each ${all(after.notifyBy)}`;
  const finer = before.notifyBy.length > 0 && before.notifyBy.every((tag) => after.notifyBy.includes(tag));
  return [
    ...(isTogether && !finer ? [say`it sends one notification for ${one}`] : []),
    ...(hours > 0 && (hoursBefore === 0 || hours < hoursBefore)
      ? [say`it resolves after ${hours} h without data`]
      : []),
  ];
}

/**
 * Describes a lower or missing priority. 1 is the highest priority. Datadog's lists of urgent monitors omit monitors without a priority.
 */
function urgency(before: MonitorDefinition, after: MonitorDefinition): readonly Phrase[] {
  if (before.priority === undefined || before.priority >= (after.priority ?? Number.POSITIVE_INFINITY)) return [];
  if (after.priority === undefined) return [say`the priority ${before.priority} is removed`];
  return [say`the priority drops from ${before.priority} to ${after.priority}`];
}

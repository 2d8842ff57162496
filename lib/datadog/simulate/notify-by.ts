import { isDueAgain, type Notification, transitionTo } from '../evaluate/notify';
import type { GroupState, State } from '../evaluate/state';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { Evaluated } from './run-group';

/** One group of the monitor and where its state changed. */
interface Member {
  readonly group: string;
  readonly tags: Tags;
  readonly changes: readonly Evaluated[];
}

const severity: Readonly<Record<State, number>> = { OK: 0, 'No Data': 1, Warn: 2, Alert: 3 };

/**
 * Notifications of a monitor that does not speak for every group: those whose tags are alike in `notify_by` speak with
 * one voice, which says what the worst of them is.
 * @param minutes of all evaluations
 * Source: D/monitors/configuration, "Notification grouping"; notify_by ["*"] is one voice for all (API reference)
 */
export function notifyBy(
  definition: MonitorDefinition,
  members: readonly Member[],
  minutes: Int32Array,
): Notification[] {
  const keys = definition.notifyBy.filter((key) => key !== '*');
  const voices = new Map<string, { tags: Tags; members: Member[] }>();
  for (const member of members) {
    const tags = Object.fromEntries(keys.flatMap((key): [string, string][] => tagOf(member.tags, key)));
    const name =
      keys.length === 0
        ? '*'
        : Object.entries(tags)
            .map(([key, value]) => `${key}:${value}`)
            .join(',');
    const voice = voices.get(name) ?? { tags, members: [] };
    voices.set(name, voice);
    voice.members.push(member);
  }
  return [...voices].flatMap(([group, voice]) => speak(definition, { group, ...voice }, minutes));
}

function tagOf(tags: Tags, key: string): [string, string][] {
  const value = tags[key];
  return value === undefined ? [] : [[key, value]];
}

type Spoken = Pick<GroupState, 'state' | 'notified' | 'renotifications' | 'triggered'>;

interface Voice {
  readonly group: string;
  readonly tags: Tags;
  readonly members: readonly Member[];
}

function speak(definition: MonitorDefinition, { group, tags, members }: Voice, minutes: Int32Array): Notification[] {
  const events = new Map<number, Map<string, Evaluated>>();
  for (const member of members) {
    for (const change of member.changes) {
      const at = events.get(change.minute) ?? new Map<string, Evaluated>();
      events.set(change.minute, at.set(member.group, change));
    }
  }
  const states = new Map<string, Evaluated>();
  const said: Notification[] = [];
  let now: Spoken = { state: 'OK', notified: null, renotifications: 0, triggered: null };
  for (const minute of minutes) {
    for (const [name, change] of events.get(minute) ?? []) states.set(name, change);
    const worst = worstOf([...states.values()]);
    const state = worst?.state ?? 'OK';
    const renotifies = state === now.state && isDueAgain(definition, now, minute);
    if (state === now.state && !renotifies) continue;
    const triggered = now.state === 'OK' ? minute : now.triggered;
    said.push({
      minute,
      group,
      tags,
      transition: renotifies ? 'renotify' : transitionTo(state),
      from: now.state,
      to: state,
      value: worst?.value,
      reason: worst?.reason ?? '',
      triggered: triggered ?? undefined,
    });
    now = { state, notified: minute, renotifications: renotifies ? now.renotifications + 1 : 0, triggered };
  }
  return said;
}

function worstOf(all: readonly Evaluated[]): Evaluated | undefined {
  return all.reduce<Evaluated | undefined>((worst, one) => {
    if (one.state === undefined) return worst;
    return worst?.state === undefined || severity[one.state] > severity[worst.state] ? one : worst;
  }, undefined);
}

import type { Notification } from '../evaluate/notify';
import { severity } from '../evaluate/severity';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { mergedChanges } from './merge-changes';
import { notificationsOf } from './notifications-of-changes';
import type { GroupEvaluation } from './run-group';

/** Monitor group with its state changes. */
interface Member {
  readonly group: string;
  readonly tags: Tags;
  readonly changes: readonly GroupEvaluation[];
}

/**
 * Returns the notifications of a monitor with `notify_by`: groups with the same values for these tags send one notification,
 * for the most severe state among them.
 * @param minutes minutes of all evaluations
 * Source: docs.datadoghq.com/monitors/configuration, "Notification grouping"; notify_by ["*"] combines all groups (API reference)
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
  // with show_no_data, the No Data state does not notify, with or without notify_by
  const isSilent = (state: GroupEvaluation['state']) =>
    state === 'No Data' && definition.onMissingData === 'show_no_data';
  return [...voices].flatMap(([group, { tags, members: own }]) =>
    notificationsOf(definition, { group, tags, changes: worstOf(own) }, minutes, isSilent),
  );
}

function tagOf(tags: Tags, key: string): [string, string][] {
  const value = tags[key];
  return value === undefined ? [] : [[key, value]];
}

/** Returns the changes of the most severe state among all members. */
function worstOf(members: readonly Member[]): readonly GroupEvaluation[] {
  return mergedChanges(members, (now) =>
    now.reduce<GroupEvaluation | undefined>((worst, one) => {
      if (one?.state === undefined) return worst;
      return worst?.state === undefined || severity[one.state] > severity[worst.state] ? one : worst;
    }, undefined),
  );
}

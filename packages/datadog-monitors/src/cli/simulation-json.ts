import type { Simulation } from '../index';

/**
 * Converts a simulation into JSON: state changes (every evaluation if `all` is set), notifications, and assumptions about
 * behavior that Datadog does not document.
 */
export function simulationJson(
  { groups, notifications, assumed }: Simulation,
  all: boolean,
): Readonly<Record<string, unknown>> {
  const listed = (pick: (group: Simulation['groups'][number]) => Simulation['groups'][number]['changes']) =>
    groups
      .flatMap((group) =>
        pick(group).map(({ minute, state, value, reason }) => ({
          minute,
          group: group.group,
          state: state ?? null,
          value: value ?? null,
          reason,
        })),
      )
      .sort((a, b) => a.minute - b.minute);
  return {
    ...(assumed.length > 0 && { assumed }),
    states: listed(({ changes }) => changes),
    ...(all && { evaluations: listed((group) => group.evaluations()) }),
    notifications: notifications.map(({ minute, group, transition, title, text }) => ({
      minute,
      group,
      transition,
      title,
      text,
    })),
  };
}

import type { MonitorSummary } from '../api/operations';

/** States in the order of the list. */
export const stateOrder = ['Alert', 'Warn', 'OK', 'No Data'] as const;

/** Severities from the most to the least urgent. */
const severityOrder = ['page', 'P1', 'P2', 'ticket', 'P3', 'P4', 'P5', 'signal'];

const positionIn = (order: readonly string[], value: string): number => {
  const position = order.indexOf(value);
  return position < 0 ? order.length : position;
};

export interface MonitorFilter {
  readonly text: string;
  /** Severity; empty for all severities. */
  readonly severity: string;
}

/** Returns the monitors that match a filter, by state; the most urgent monitors of each state first. */
export function monitorsByState(
  monitors: readonly MonitorSummary[],
  { text, severity }: MonitorFilter,
): readonly (readonly [state: string, monitors: readonly MonitorSummary[]])[] {
  const words = text.toLowerCase().split(/\s+/);
  const found = monitors.filter((monitor) => {
    const content = [monitor.id, monitor.name, monitor.type, ...monitor.handles].join(' ').toLowerCase();
    return (severity === '' || monitor.severity === severity) && words.every((word) => content.includes(word));
  });
  const states = [...new Set(found.map(({ state }) => state))];
  return states
    .toSorted((one, other) => positionIn(stateOrder, one) - positionIn(stateOrder, other))
    .map((state) => [
      state,
      found
        .filter((monitor) => monitor.state === state)
        .toSorted(
          (one, other) =>
            positionIn(severityOrder, one.severity) - positionIn(severityOrder, other.severity) ||
            one.name.localeCompare(other.name),
        ),
    ]);
}

/** Returns the severities of monitors, the most urgent first. */
export const severitiesOf = (monitors: readonly MonitorSummary[]): readonly string[] =>
  [...new Set(monitors.map(({ severity }) => severity))].toSorted(
    (one, other) => positionIn(severityOrder, one) - positionIn(severityOrder, other),
  );

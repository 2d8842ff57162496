import { ownMetrics } from '../../contracts/metrics';
import type { PowerEnd } from '../../contracts/power-commands';

interface Count {
  readonly cloudwatch: string;
  readonly value: number;
}

/** Returns the metrics for a command that has ended. A cancelled command counts neither as a success nor as a failure. */
export function commandMetrics(outcome: PowerEnd['outcome']): readonly Count[] {
  if (outcome === 'cancelled') return [];
  return [
    { cloudwatch: ownMetrics.commandEnded.cloudwatch, value: 1 },
    { cloudwatch: ownMetrics.commandSucceeded.cloudwatch, value: outcome === 'succeeded' ? 1 : 0 },
  ];
}

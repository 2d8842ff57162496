import { counted } from '@himeshima/plan-review';
import type { Attempt } from './attempt';
import type { Commanded } from './command-lights';
import type { ReadBack } from './read-back';
import type { Sent } from './send-telemetry';

export interface Outcome {
  readonly devices: number;
  /** How many of them tried what they may not. */
  readonly hostile: number;
  readonly secondsToConnect: number;
  readonly megabytes: number | undefined;
  readonly sent: Pick<Sent, 'count' | 'unanswered'>;
  readonly read: ReadBack;
  readonly commands: Commanded;
  readonly attempts: readonly Attempt[];
}

export const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** For programs. Latencies in ms. */
export function figuresOf({ read, sent, commands, attempts, ...others }: Outcome) {
  const { latencies, ...counts } = read;
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => percentile(latencies, share));
  return {
    ...others,
    ...counts,
    acknowledged: sent.count,
    unanswered: sent.unanswered,
    latency: { p50, p95, p99, max },
    commands,
    refused: attempts.filter(({ outcome }) => outcome === 'refused').length,
    gotThrough: [...new Set(attempts.flatMap(({ what, outcome }) => (outcome === 'got through' ? what : [])))],
    /** Attempts of which nobody knows what would have come of them. */
    untold: attempts.flatMap(({ what, outcome }) => (typeof outcome === 'object' ? `${what}: ${outcome.fault}` : [])),
  };
}

/** What must not have happened, a line each. */
export function faultsOf(outcome: Outcome): readonly string[] {
  const { lost, unsent, miscounted, unanswered, commands, gotThrough, untold } = figuresOf(outcome);
  return [
    ...(lost > 0 ? [`${lost} acknowledged measurements are not in the table`] : []),
    ...(unsent > 0 ? [`${unsent} measurements are in the table that nobody has sent`] : []),
    ...(miscounted !== 0 ? [`rooms have counted ${miscounted} more than the table holds`] : []),
    ...(unanswered > 0 ? [`${unanswered} measurements were never acknowledged`] : []),
    ...(commands.answered < commands.asked
      ? [`${counted(commands.asked - commands.answered, 'command')} had no answer`]
      : []),
    ...gotThrough.map((what) => `got through: ${what}`),
    ...untold.map((what) => `neither refused nor let through: ${what}`),
  ];
}

export function formatOutcome(outcome: Outcome): string {
  const { devices, hostile, secondsToConnect, megabytes } = outcome;
  const { latency, acknowledged, unanswered, stored, lost, unsent, miscounted, commands, refused, gotThrough } =
    figuresOf(outcome);
  const tried = `${counted(hostile, 'device')}, ${counted(refused, 'attempt')} refused, ${gotThrough.length} got through`;
  const never = unanswered === 0 ? '' : `, ${unanswered} never acknowledged`;
  const memory = megabytes === undefined ? '' : `, ${megabytes.toFixed(0)} MB at most`;
  const ms = (value: number | undefined) => `${(value ?? Number.NaN).toFixed(0)} ms`;
  const lines = [
    ['devices', `${devices} provisioned and connected in ${secondsToConnect.toFixed(1)} s${memory}`],
    ['telemetry', `${acknowledged} acknowledged${never}, ${stored} stored, ${lost} lost, ${unsent + miscounted} twice`],
    ['latency', `p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}, p99 ${ms(latency.p99)}, max ${ms(latency.max)}`],
    ['commands', `${commands.answered} of ${commands.asked} answered`],
    ...(hostile === 0 ? [] : [['hostile', tried]]),
  ];
  return lines.map(([name = '', text = '']) => `${name.padEnd(11)}${text}`).join('\n');
}

import { counted } from '@himeshima/plan-review';
import type { Attempt } from './attempt';
import type { CommandCounts } from './command-lights';
import type { ReadBack } from './read-back';
import type { TelemetryResult } from './send-telemetry';

export interface Outcome {
  readonly devices: number;
  /** Number of hostile devices. */
  readonly hostile: number;
  readonly secondsToConnect: number;
  readonly megabytes: number | undefined;
  readonly sent: Pick<TelemetryResult, 'count' | 'unanswered'>;
  readonly read: ReadBack;
  readonly commands: CommandCounts;
  readonly attempts: readonly Attempt[];
}

export const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** Returns the figures of a run for --json, with latencies in ms. */
export function figuresOf({ read, sent, commands, attempts, ...totals }: Outcome) {
  const { latencies, ...counts } = read;
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => percentile(latencies, share));
  return {
    ...totals,
    ...counts,
    acknowledged: sent.count,
    unanswered: sent.unanswered,
    latency: { p50, p95, p99, max },
    commands,
    refused: attempts.filter(({ outcome }) => outcome === 'refused').length,
    gotThrough: [...new Set(attempts.flatMap(({ what, outcome }) => (outcome === 'got through' ? what : [])))],
    /** Attacks whose outcome is unknown. */
    untold: attempts.flatMap(({ what, outcome }) => (typeof outcome === 'object' ? `${what}: ${outcome.fault}` : [])),
  };
}

/** Returns the failures in a run, one per line. */
export function failuresOf(outcome: Outcome): readonly string[] {
  const { stored, lost, unsent, miscounted, unanswered, commands, gotThrough, untold } = figuresOf(outcome);
  return [
    ...(lost > 0 ? [`the table lacks ${counted(lost, 'acknowledged measurement')}`] : []),
    ...(unsent > 0 ? [`the table contains ${counted(unsent, 'measurement')} without an acknowledgement`] : []),
    ...(miscounted !== 0
      ? [`the room counters add up to ${stored + miscounted} measurements, but the table contains ${stored}`]
      : []),
    ...(unanswered > 0 ? [`the broker did not acknowledge ${counted(unanswered, 'measurement')}`] : []),
    ...(commands.answered < commands.asked
      ? [`${counted(commands.asked - commands.answered, 'command')} did not succeed`]
      : []),
    ...gotThrough.map((what) => `attack succeeded: ${what}`),
    ...untold.map((what) => `attack without a clear outcome: ${what}`),
  ];
}

export function formatOutcome(outcome: Outcome): string {
  const { devices, hostile, secondsToConnect, megabytes } = outcome;
  const { latency, acknowledged, unanswered, stored, lost, unsent, miscounted, commands, refused, gotThrough } =
    figuresOf(outcome);
  const attacks = `${counted(hostile, 'device')}, ${counted(refused, 'attack')} rejected, ${gotThrough.length} succeeded`;
  const unacknowledged = unanswered === 0 ? '' : `, ${unanswered} not acknowledged`;
  const unexpected = unsent === 0 ? '' : ` (${unsent} without an acknowledgement)`;
  const memory = megabytes === undefined ? '' : `, peak memory ${megabytes.toFixed(0)} MB`;
  const ms = (value: number | undefined) => `${(value ?? Number.NaN).toFixed(0)} ms`;
  const lines = [
    ['devices', `${devices} provisioned and connected in ${secondsToConnect.toFixed(1)} s${memory}`],
    [
      'telemetry',
      `${acknowledged} acknowledged${unacknowledged}, ${stored} stored${unexpected}, ${lost} lost, ${stored + miscounted} counted`,
    ],
    ['latency', `p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}, p99 ${ms(latency.p99)}, max ${ms(latency.max)}`],
    ['commands', `${commands.answered} of ${commands.asked} succeeded`],
    ...(hostile === 0 ? [] : [['hostile', attacks]]),
  ];
  return lines.map(([name = '', text = '']) => `${name.padEnd(11)}${text}`).join('\n');
}

import type { Progress } from '@himeshima/cli';
import type { Sensor } from '../../devices/sensor';
import { withTimeout } from './with-timeout';

export interface TelemetryResult {
  /** Times of the acknowledged measurements, keyed by `thing/kind`. */
  readonly acknowledged: ReadonlyMap<string, ReadonlySet<number>>;
  readonly count: number;
  /** Number of measurements that were never acknowledged. */
  readonly unanswered: number;
}

export const sensorKey = ({ thing, kind }: Pick<Sensor, 'thing' | 'kind'>) => `${thing}/${kind}`;

interface Pace {
  readonly rate: number;
  readonly seconds: number;
  readonly progress: Progress;
  /** Time to wait for the last acknowledgements: AWS IoT drops messages beyond its quota and never acknowledges them. */
  readonly secondsToAcknowledge?: number;
}

/** Publishes measurements of every sensor at the given rate and for the given duration, with staggered starts. */
export async function sendTelemetry(
  sensors: readonly Sensor[],
  { rate, seconds, progress, secondsToAcknowledge = 30 }: Pace,
): Promise<TelemetryResult> {
  const acknowledged = new Map(sensors.map((sensor) => [sensorKey(sensor), new Set<number>()]));
  const sent: Promise<void>[] = [];
  let count = 0;
  const started = performance.now();
  const beat = 1000 / rate;
  const each = async (sensor: Sensor, index: number) => {
    for (let turn = 0; ; turn += 1) {
      const due = (turn + index / sensors.length) * beat;
      if (due >= seconds * 1000) break;
      await waitUntil(started + due);
      const measured = sensor.measure(20 + ((turn + index) % 10)).then((at) => {
        acknowledged.get(sensorKey(sensor))?.add(at);
        count += 1;
      });
      // ignore failures, because a failed publish is counted as unanswered
      sent.push(measured.catch(() => undefined));
    }
  };
  const display = setInterval(() => {
    const elapsed = Math.min(seconds, (performance.now() - started) / 1000);
    progress.reach(elapsed, seconds, `${elapsed.toFixed(0)} of ${seconds} s: ${count} measurements acknowledged`);
  }, 200);
  await Promise.all(sensors.map(each))
    // a publish that exceeds the time limit is also counted as unanswered
    .then(() => withTimeout(Promise.all(sent), secondsToAcknowledge).catch(() => undefined))
    .finally(() => clearInterval(display));
  return { acknowledged, count, unanswered: sent.length - count };
}

const waitUntil = (moment: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));

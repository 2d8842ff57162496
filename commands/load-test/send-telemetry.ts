import type { Progress } from '@himeshima/cli';
import type { Sensor } from '../../devices/sensor';
import { withTimeout } from './with-timeout';

export interface Sent {
  /** What AWS IoT has taken: by `thing/kind`, the times of the measurements. */
  readonly acknowledged: ReadonlyMap<string, ReadonlySet<number>>;
  readonly count: number;
  /** Sent, and never acknowledged. */
  readonly unanswered: number;
}

export const sensorKey = ({ thing, kind }: Pick<Sensor, 'thing' | 'kind'>) => `${thing}/${kind}`;

interface Pace {
  readonly rate: number;
  readonly seconds: number;
  readonly progress: Progress;
  /** How long the last measurements may wait: what is beyond its quota AWS IoT drops and never acknowledges. */
  readonly secondsToAcknowledge?: number;
}

/** Every sensor measures so often a second, for so long, each at a beat of its own. */
export async function sendTelemetry(
  sensors: readonly Sensor[],
  { rate, seconds, progress, secondsToAcknowledge = 30 }: Pace,
): Promise<Sent> {
  const acknowledged = new Map(sensors.map((sensor) => [sensorKey(sensor), new Set<number>()]));
  const sent: Promise<void>[] = [];
  let count = 0;
  const started = performance.now();
  const beat = 1000 / rate;
  const each = async (sensor: Sensor, index: number) => {
    for (let turn = 0; ; turn += 1) {
      const due = (turn + index / sensors.length) * beat;
      if (due >= seconds * 1000) break;
      await until(started + due);
      const measured = sensor.measure(20 + ((turn + index) % 10)).then((at) => {
        acknowledged.get(sensorKey(sensor))?.add(at);
        count += 1;
      });
      // one that fails is counted below, by what is not acknowledged
      sent.push(measured.catch(() => undefined));
    }
  };
  const shown = setInterval(() => {
    const gone = Math.min(seconds, (performance.now() - started) / 1000);
    progress.reach(gone, seconds, `${gone.toFixed(0)} of ${seconds} s: ${count} measurements acknowledged`);
  }, 200);
  await Promise.all(sensors.map(each))
    // so is what waits for longer
    .then(() => withTimeout(Promise.all(sent), secondsToAcknowledge).catch(() => undefined))
    .finally(() => clearInterval(shown));
  return { acknowledged, count, unanswered: sent.length - count };
}

const until = (moment: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));

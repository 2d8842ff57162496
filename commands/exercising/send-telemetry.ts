import type { Sensor } from '../../devices/sensor';
import type { Progress } from '../printing/progress';

export interface Sent {
  /** What AWS IoT has taken: by `thing/kind`, the times of the measurements. */
  readonly acknowledged: ReadonlyMap<string, ReadonlySet<number>>;
  readonly count: number;
  /** Sent, and never acknowledged. */
  readonly unanswered: number;
}

export const sensorKey = ({ thing, kind }: Pick<Sensor, 'thing' | 'kind'>) => `${thing}/${kind}`;

/** Every sensor measures so often a second, for so long, each at a beat of its own. */
export async function sendTelemetry(
  sensors: readonly Sensor[],
  { rate, seconds, progress }: { rate: number; seconds: number; progress: Progress },
): Promise<Sent> {
  const acknowledged = new Map(sensors.map((sensor) => [sensorKey(sensor), new Set<number>()]));
  const tally = { count: 0, unanswered: 0 };
  const started = performance.now();
  const beat = 1000 / rate;
  const each = async (sensor: Sensor, index: number) => {
    const waiting: Promise<void>[] = [];
    for (let turn = 0; ; turn += 1) {
      const due = (turn + index / sensors.length) * beat;
      if (due >= seconds * 1000) break;
      await until(started + due);
      waiting.push(
        sensor.measure(20 + ((turn + index) % 10)).then(
          (at) => {
            acknowledged.get(sensorKey(sensor))?.add(at);
            tally.count += 1;
          },
          () => {
            tally.unanswered += 1;
          },
        ),
      );
    }
    await Promise.all(waiting);
  };
  const shown = setInterval(() => {
    const gone = Math.min(seconds, (performance.now() - started) / 1000);
    progress.reach(gone, seconds, `${gone.toFixed(0)} of ${seconds} s: ${tally.count} measurements acknowledged`);
  }, 200);
  await Promise.all(sensors.map(each)).finally(() => clearInterval(shown));
  return { acknowledged, ...tally };
}

const until = (moment: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));

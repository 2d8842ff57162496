import { silent } from '@himeshima/cli';
import { sendTelemetry, sensorKey } from './send-telemetry';

const never = new Promise<never>(() => undefined);
const rejectMeasurement = () => Promise.reject(new Error('connection closed'));

/** Returns a sensor whose publishes receive the given responses in order. */
function sensorThat(...answers: readonly ((at: number) => Promise<number>)[]) {
  let turn = -1;
  const measure = () => {
    turn += 1;
    return answers[turn]?.(turn) ?? never;
  };
  return { thing: 'sensor-1', kind: 'temp', room: 'room1', measure, disconnect: async () => undefined };
}

const sendWith = (sensor: ReturnType<typeof sensorThat>) =>
  sendTelemetry([sensor], { rate: 300, seconds: 0.01, progress: silent, secondsToAcknowledge: 0.1 });

test('counts measurements that are not acknowledged within the time limit', async () => {
  const sensor = sensorThat(
    async (at) => at,
    async () => never,
    rejectMeasurement,
  );
  const acknowledged = new Map([[sensorKey(sensor), new Set([0])]]);
  expect(await sendWith(sensor)).toEqual({ acknowledged, count: 1, unanswered: 2 });
});

test('counts acknowledgements that arrive after the last publish', async () => {
  const resolveLate = (at: number) => new Promise<number>((resolve) => setTimeout(resolve, 30, at));
  expect(await sendWith(sensorThat(resolveLate, resolveLate, resolveLate))).toMatchObject({ count: 3, unanswered: 0 });
});

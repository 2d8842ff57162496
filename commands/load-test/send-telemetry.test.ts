import { silent } from '@himeshima/cli';
import { sendTelemetry, sensorKey } from './send-telemetry';

const never = new Promise<never>(() => undefined);
const lost = () => Promise.reject(new Error('connection closed'));

/** Its measurements are answered in turn. */
function sensorThat(...answers: readonly ((at: number) => Promise<number>)[]) {
  let turn = -1;
  const measure = () => {
    turn += 1;
    return answers[turn]?.(turn) ?? never;
  };
  return { thing: 'sensor-1', kind: 'temp', room: 'room1', measure, disconnect: async () => undefined };
}

const sent = (sensor: ReturnType<typeof sensorThat>) =>
  sendTelemetry([sensor], { rate: 300, seconds: 0.01, progress: silent, secondsToAcknowledge: 0.1 });

test('what is never acknowledged is waited for a while, and counted', async () => {
  const sensor = sensorThat(
    async (at) => at,
    async () => never,
    lost,
  );
  const acknowledged = new Map([[sensorKey(sensor), new Set([0])]]);
  expect(await sent(sensor)).toEqual({ acknowledged, count: 1, unanswered: 2 });
});

test('what is acknowledged after the last was sent counts', async () => {
  const late = (at: number) => new Promise<number>((resolve) => setTimeout(resolve, 30, at));
  expect(await sent(sensorThat(late, late, late))).toMatchObject({ count: 3, unanswered: 0 });
});

import { randomBytes } from 'node:crypto';
import { silent } from '@himeshima/cli';
import { percentile } from '../commands/load-test/load-test-report';
import { startLocalTarget } from '../commands/load-test/load-test-target';
import { provisionFleet, roomOf } from '../commands/load-test/provision-fleet';
import { readBack } from '../commands/load-test/read-back';
import { sendTelemetry } from '../commands/load-test/send-telemetry';
import { peakMegabytes } from '../commands/platform/peak-memory';
import { type Figure, peakFigures } from './figure';

const devices = 500;
const perSecond = 1_000;
const seconds = 20;

/** Measures how long 500 devices take to be provisioned and to connect, the peak memory, and the latency of their measurements. */
export async function fleetFigures(root: string): Promise<Figure[]> {
  const target = await startLocalTarget(root);
  try {
    const run = `B${randomBytes(4).toString('hex').toUpperCase()}`;
    const started = performance.now();
    const fleet = await provisionFleet(target, { run, devices, chaos: false, progress: silent });
    const connected = (performance.now() - started) / 1000;
    // measure the memory first, because later steps fill tables and streams, which are also in memory
    const megabytes = peakMegabytes(target.pid ?? 0);
    const rate = perSecond / fleet.sensors.length;
    const sent = await sendTelemetry(fleet.sensors, { rate, seconds, progress: silent });
    const rooms = [...new Set(fleet.serials.map((_, index) => roomOf(run, index)))];
    const read = await readBack(target.dynamodb, { sent, rooms, secondsToWait: 60 });
    if (read.lost > 0 || read.miscounted !== 0)
      throw new Error(`the fleet lost ${read.lost} measurements and miscounted ${read.miscounted}`);
    return [
      { name: `${devices} devices provisioned and connected`, value: connected, unit: 's', limit: { most: 45 } },
      {
        name: `measurement → table at ${perSecond}/s, p99`,
        value: percentile(read.latencies, 0.99),
        unit: 'ms',
        limit: { most: 250 },
      },
      ...peakFigures(`peak memory until ${devices} devices are connected`, [megabytes], { most: 450 }),
    ];
  } finally {
    await target.stop();
  }
}

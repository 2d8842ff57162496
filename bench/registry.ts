import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeysAndCertificateCommand, CreateThingCommand, IoTClient } from '@aws-sdk/client-iot';
import { clientsOf } from '../commands/demonstration/clients';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { type Figure, measureRepeatedly, median } from './figure';

const things = 2_000;
const certificates = 10;
/** Number of concurrent requests. */
const inFlight = 32;

/** Makes requests concurrently. @returns the number of requests per second */
async function rateOf(count: number, request: () => Promise<unknown>): Promise<number> {
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await request();
    }),
  );
  return count / ((performance.now() - started) / 1000);
}

/** Measures how many things and certificates a backend registers by API, with the SDK in this process, and without quotas. */
export async function registryFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const platform = await startPlatformProcess({ root, directory, args: ['--quiet', '--quotas', 'off'] });
  const { lambda, region } = clientsOf(platform);
  const credentials = await lambda.config.credentials();
  const iot = new IoTClient({ endpoint: platform.endpoint, region, credentials, maxAttempts: 1 });
  try {
    let created = 0;
    const createThings = () =>
      rateOf(things, () => iot.send(new CreateThingCommand({ thingName: `bench-${created++}` })));
    const createCertificates = () =>
      rateOf(certificates, () => iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true })));
    // V8 compiles the platform and the SDK first
    await createThings();
    return [
      {
        name: 'things created by API',
        value: median(await measureRepeatedly(createThings)),
        unit: '/s',
        limit: { least: 1_000 },
      },
      {
        name: 'certificates created by API, with RSA keys',
        value: median(await measureRepeatedly(createCertificates)),
        unit: '/s',
      },
    ];
  } finally {
    iot.destroy();
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

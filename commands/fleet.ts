import { randomBytes } from 'node:crypto';
import { codeOf, createCommand, createProgress, onSignal, runCommand } from '@himeshima/cli';
import { attack } from './load-test/attack';
import { commandLights } from './load-test/command-lights';
import { failuresOf, figuresOf, formatOutcome, type Outcome } from './load-test/load-test-report';
import { awsTarget, startLocalTarget, type Target } from './load-test/load-test-target';
import { provisionFleet, roomOf } from './load-test/provision-fleet';
import { readBack } from './load-test/read-back';
import { sendTelemetry } from './load-test/send-telemetry';
import { peakMegabytes } from './platform/peak-memory';
import { projectFolder } from './platform/project-folder';

/** Parses a positive number. @throws Error that contains the option */
function positive(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new Error(`invalid --${name} "${text}": expected a number above 0 and up to ${most}`);
}

/** Parses a whole number. @throws Error that contains the option */
function wholeNumber(name: string, text: string, most: number): number {
  const value = positive(name, text, most);
  if (Number.isInteger(value)) return value;
  throw new Error(`invalid --${name} "${text}": expected a whole number`);
}

interface Options {
  readonly devices: number;
  readonly rate: number;
  readonly minutes: number;
  readonly chaos: boolean;
  readonly endpoint?: string | undefined;
  readonly claim?: string | undefined;
  readonly json: boolean;
}

function targetOf({ endpoint, claim }: Pick<Options, 'endpoint' | 'claim'>): Promise<Target> {
  if ((endpoint === undefined) !== (claim === undefined))
    throw new Error('--endpoint and --claim must be used together');
  return endpoint === undefined || claim === undefined
    ? startLocalTarget(projectFolder())
    : awsTarget({ endpoint, claim });
}

async function fleet(options: Options): Promise<void> {
  const { devices, rate, chaos } = options;
  const seconds = Math.round(options.minutes * 60);
  if (chaos && devices < 2)
    throw new Error(
      `invalid --devices "${devices}": expected at least 2 with --chaos, because at least one device is hostile`,
    );
  const target = await targetOf(options);
  const progress = createProgress(process.stderr);
  try {
    const run = `F${randomBytes(4).toString('hex').toUpperCase()}`;
    const started = performance.now();
    const provisioned = await provisionFleet(target, { run, devices, chaos, progress });
    const secondsToConnect = (performance.now() - started) / 1000;
    const lights = provisioned.lights.map(({ thing }) => thing);
    const others = [...lights, ...provisioned.sensors.map(({ thing }) => thing)];
    const [sent, commands, attempts] = await Promise.all([
      sendTelemetry(provisioned.sensors, { rate, seconds, progress }),
      commandLights(target.sfn, { lights, workflowArn: target.workflowArn, seconds }),
      attack(target, { run, hostile: provisioned.hostile, others }),
    ]);
    const rooms = [...new Set(provisioned.serials.map((_, index) => roomOf(run, index)))];
    const read = await readBack(target.dynamodb, { sent, rooms, secondsToWait: 60 });
    const megabytes = target.pid === undefined ? undefined : peakMegabytes(target.pid);
    const outcome: Outcome = {
      devices,
      hostile: provisioned.hostile.length,
      secondsToConnect,
      megabytes,
      sent,
      read,
      commands,
      attempts,
    };
    progress.clear();
    console.log(options.json ? JSON.stringify(figuresOf(outcome)) : formatOutcome(outcome));
    for (const failure of failuresOf(outcome)) {
      console.error(`✗ ${failure}`);
      process.exitCode = 1;
    }
  } finally {
    progress.clear();
    await target.stop();
  }
}

const command = createCommand('npm run fleet --', {
  summary:
    'Provisions a fleet with the claim certificate and connects it over mutual TLS. Sensors publish measurements through Basic Ingest, and lights execute commands. Then reads the measurements back. The exit code is 1 unless every measurement was acknowledged, stored and counted once, and every command succeeded. Starts a local platform for the run, or uses a deployed platform.',
  example: 'npm run fleet -- --devices 500 --rate 2 --minutes 1',
})
  .option(
    '--devices <count>',
    'number of devices; one in five is a light',
    (text) => wholeNumber('devices', text, 10_000),
    50,
  )
  .option(
    '--rate <count>',
    'measurements per sensor per second; AWS IoT discards messages beyond 100 per second per connection',
    (text) => positive('rate', text, 100),
    1,
  )
  .option('--minutes <count>', 'duration', (text) => positive('minutes', text, 600), 1)
  .option(
    '--chaos',
    'make one device in ten hostile; the exit code is 1 unless every attack is explicitly denied (not by a timeout, limit or crash)',
    false,
  )
  .option(
    '--endpoint <url>',
    'endpoint of a deployed platform, which is accessed with your AWS credentials: mqtts://…-ats.iot.REGION.amazonaws.com:8883',
  )
  .option('--claim <folder>', 'key.pem, cert.pem and ca.pem of the claim certificate, for --endpoint')
  .option('--json', 'print the figures as JSON', false)
  .action(fleet);

onSignal((signal) => process.exit(codeOf(signal)));
// open connections would keep the process running
void runCommand(command).then(() => process.exit());

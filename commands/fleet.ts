import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { codeOf, createProgress, fail, onSignal } from '@himeshima/cli';
import { commandLights } from './exercising/command-lights';
import { attack } from './exercising/hostile';
import { provisionFleet, roomOf } from './exercising/provision-fleet';
import { readBack } from './exercising/read-back';
import { faultsOf, figuresOf, inWords, type Outcome } from './exercising/report';
import { sendTelemetry } from './exercising/send-telemetry';
import { onAws, onLaptop, type Target } from './exercising/target';
import { peakMegabytes } from './running/peak-megabytes';
import { projectFolder } from './running/project-folder';

const help = `npm run fleet [-- --devices N --rate N --minutes N --chaos …]

  Provisions a fleet by the claim certificate, connects it by mutual TLS, lets sensors measure (by Basic Ingest) and
  lights answer commands, then reads everything back. Exit code 1 where a measurement is never acknowledged, or
  lost after it was, or counted twice.
  Runs against a platform of its own on this machine, or against a deployed one.

  --devices N      how many, one in five a light (50)
  --rate N         measurements a sensor and second (1); AWS IoT drops what a connection publishes beyond 100
  --minutes N      how long (1)
  --chaos          one in ten is hostile, and tries what it may not. Exit code 1 where something got
                   through, or was neither refused nor let through (no answer, a limit, a crash)
  --endpoint URL   mqtts://…-ats.iot.REGION.amazonaws.com:8883: a deployed platform, by your AWS credentials
  --claim DIR      key.pem, cert.pem and ca.pem of the claim certificate, for --endpoint
  --json           the figures as JSON

  example   npm run fleet -- --devices 500 --rate 2 --minutes 1`;

const options = {
  devices: { type: 'string', default: '50' },
  rate: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '1' },
  chaos: { type: 'boolean', default: false },
  endpoint: { type: 'string' },
  claim: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws Error that names the option */
function positive(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new Error(`invalid --${name} "${text}": expected a number above 0 and up to ${most}`);
}

/** @throws Error that names the option */
function wholeNumber(name: string, text: string, most: number): number {
  const value = positive(name, text, most);
  if (Number.isInteger(value)) return value;
  throw new Error(`invalid --${name} "${text}": expected a whole number`);
}

function targetOf({ endpoint, claim }: { endpoint?: string; claim?: string }): Promise<Target> {
  if ((endpoint === undefined) !== (claim === undefined)) throw new Error('--endpoint and --claim belong together');
  return endpoint === undefined || claim === undefined ? onLaptop(projectFolder()) : onAws({ endpoint, claim });
}

async function fleet(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const devices = wholeNumber('devices', values.devices, 10_000);
  const rate = positive('rate', values.rate, 100);
  const seconds = Math.round(positive('minutes', values.minutes, 600) * 60);
  if (values.chaos && devices < 2)
    throw new Error('--chaos wants two devices at least: one that is hostile, one that is not');
  const target = await targetOf(values);
  const progress = createProgress(process.stderr);
  try {
    const run = `F${randomBytes(4).toString('hex').toUpperCase()}`;
    const started = performance.now();
    const made = await provisionFleet(target, { run, devices, chaos: values.chaos, progress });
    const secondsToConnect = (performance.now() - started) / 1000;
    const lights = made.lights.map(({ thing }) => thing);
    const others = [...lights, ...made.sensors.map(({ thing }) => thing)];
    const [sent, commands, attempts] = await Promise.all([
      sendTelemetry(made.sensors, { rate, seconds, progress }),
      commandLights(target.sfn, { lights, workflowArn: target.workflowArn, seconds }),
      attack(target, { run, hostile: made.hostile, others }),
    ]);
    const rooms = [...new Set(made.serials.map((_, index) => roomOf(run, index)))];
    const read = await readBack(target.dynamodb, { sent, rooms, secondsToWait: 60 });
    const megabytes = target.pid === undefined ? undefined : peakMegabytes(target.pid);
    const outcome: Outcome = {
      devices,
      hostile: made.hostile.length,
      secondsToConnect,
      megabytes,
      sent,
      read,
      commands,
      attempts,
    };
    progress.clear();
    console.log(values.json ? JSON.stringify(figuresOf(outcome)) : inWords(outcome));
    for (const fault of faultsOf(outcome)) {
      console.error(`✗ ${fault}`);
      process.exitCode = 1;
    }
  } finally {
    progress.clear();
    await target.stop();
  }
}

onSignal((signal) => process.exit(codeOf(signal)));
fleet().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    fail(error);
    process.exit(1);
  },
);

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';

/** Failures of the function, stored in a file that the function reads on each invocation. */
export interface Troubles {
  /** Crash interval: one in this many invocations exits the process, in half of the cases after writing the tables. 0 means never. */
  crashOneIn: number;
  /** Value of the measurements on which the function hangs. */
  hangsOver: number | undefined;
}

const wrapper = (troubles: string) => `
const { appendFileSync, readFileSync, statSync } = require('node:fs');
const real = require('./real.js');
exports.handler = async (event, context) => {
  const { crashOneIn, hangsOver } = JSON.parse(readFileSync(${JSON.stringify(troubles)}, 'utf8'));
  const values = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString('utf8'));
  if (values.some((text) => text.includes('"value":' + hangsOver + ','))) await new Promise((resolve) => setTimeout(resolve, 60_000));
  // keep the counter in a file, because a crash loses the memory
  const counter = ${JSON.stringify(`${troubles}.count`)};
  appendFileSync(counter, '.');
  const turn = statSync(counter).size;
  const crashes = crashOneIn > 0 && turn % crashOneIn === 0;
  if (crashes && turn % (2 * crashOneIn) === 0) process.exit(1);
  const result = await real.handler(event, context);
  if (crashes) process.exit(1);
  return result;
};
`;

/**
 * Writes a copy of the synthesized dev stack in which `telemetry-writer` fails on request.
 * @param folder of the synthesized stacks, with `stacks/`
 * @returns the folder to start from, and a function that sets the failures while the platform is running
 */
export function writeTroubledStack(synthesized: string, folder: string) {
  const out = join(folder, 'out');
  cpSync(synthesized, out, { recursive: true });
  const stack = join(out, 'stacks', 'himeshima-dev');
  const troubles = join(folder, 'troubles.json');
  const set = (now: Troubles) => writeFileSync(troubles, JSON.stringify(now));
  set({ crashOneIn: 0, hangsOver: undefined });

  const zip = join(stack, 'functions', 'telemetry-writer.zip');
  const { 'handler.js': handler = new Uint8Array() } = unzipSync(readFileSync(zip));
  writeFileSync(zip, zipSync({ 'real.js': handler, 'handler.js': Buffer.from(wrapper(troubles)) }));

  const file = join(stack, 'cdk.tf.json');
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  // allow for a busy machine: if the function were killed after its
  // writes at every attempt, records would be parked and counted again
  plan.resource.aws_lambda_function.telemetry_writer.timeout = 3;
  // use small batches, so that many invocations run and some fail, and a hanging record is isolated within seconds
  Object.assign(plan.resource.aws_lambda_event_source_mapping.telemetry_records, {
    batch_size: 2,
    maximum_retry_attempts: 1,
  });
  // limit the write capacity per second; the burst capacity provides at most five minutes of unused capacity
  Object.assign(plan.resource.aws_dynamodb_table.readings, {
    billing_mode: 'PROVISIONED',
    read_capacity: 1000,
    write_capacity: 1,
  });
  writeFileSync(file, JSON.stringify(plan));
  return { out, set };
}

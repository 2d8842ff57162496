import { writeFileSync } from 'node:fs';
import { startLocalAws } from '@himeshima/local-aws';
import { supported } from '@himeshima/local-aws/reference';
import { signedFetch } from '../signed-fetch';
import { stackWith } from './stack';

const types = ['aws_sqs_queue_redrive_allow_policy', 'aws_scheduler_schedule'];

/** Starts the stack, waits until the schedule invokes its function, calls the API, and returns the results of these steps. */
async function useTypes() {
  writeFileSync('cdk.tf.json', JSON.stringify(stackWith('denyAll')));
  const { promise: invoked, resolve: invocation } = createDeferred();
  const local = await startLocalAws({
    stacks: 'cdk.tf.json',
    speed: 0,
    listen: (event) => event.kind === 'invoked' && invocation(event.function),
  });
  const call = async (method: string, name: string, body?: string) => {
    const signer = { ...local, region: 'eu-west-1' };
    const request = { service: 'scheduler', method, path: `/schedules/${name}`, ...(body !== undefined && { body }) };
    const { status, text } = await signedFetch(signer, request);
    return { status, body: JSON.parse(text) };
  };
  await local.clock.advance(60_000);
  const result = {
    documented: types.map((type) => supported.get(type)?.runs),
    operations: local.operations.get('scheduler'),
    notSimulated: local.applied.notSimulated,
    ignored: local.applied.ignored,
    invoked: await invoked,
    declared: await call('GET', 'minutely'),
    created: await call(
      'POST',
      'hourly',
      JSON.stringify({ ScheduleExpression: 'rate(1 hour)', Target: { Arn: 'arn:f', RoleArn: 'arn:r' } }),
    ),
    missing: await call('GET', 'daily'),
  };
  await local.stop();
  return result;
}

function createDeferred() {
  let resolve: (name: string) => void = () => undefined;
  const promise = new Promise<string>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function rejectInvalid(): Promise<string> {
  writeFileSync('cdk.tf.json', JSON.stringify(stackWith('nobody')));
  const started = startLocalAws({ stacks: 'cdk.tf.json', speed: 0 });
  return started.then(
    async (local) => {
      await local.stop();
      return 'started';
    },
    (error: unknown) => String(error),
  );
}

void (async () => {
  const result = { ...(await useTypes()), rejected: await rejectInvalid() };
  console.log(JSON.stringify(result));
})();

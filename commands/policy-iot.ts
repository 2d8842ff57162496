import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { evaluate, listPermits } from '@himeshima/aws-policy';
import { createCommand, runCommand } from '@himeshima/cli';
import { readStack } from '@himeshima/terraform-json';
import type { Environment } from '../config/environment';
import { environmentNamed } from '../config/environments';
import { contextOf, type Devices, policiesAs, readDevices } from './device-permissions/declared-devices';
import { formatDecision, formatPermits } from './device-permissions/format-decision';
import { parseDenial } from './device-permissions/parse-denial';
import {
  filterToWildcards,
  isMatched,
  parseAction,
  parseResource,
  rejectInvalidFilter,
} from './device-permissions/parse-resource';
import { projectFolder } from './platform/project-folder';
import { synthesizeIfStale } from './platform/synthesize-if-stale';

interface Question {
  readonly env: string;
  readonly json: boolean;
}

interface Access extends Question {
  readonly thing: string;
  readonly action: string;
  readonly resource: string;
  readonly clientId?: string | undefined;
}

async function test(query: Access): Promise<void> {
  const { thing, clientId } = query;
  const environment = environmentNamed(query.env);
  const action = parseAction(query.action);
  const arnPrefix = arnPrefixOf(environment);
  const resource = parseResource(action, query.resource, arnPrefix);
  const { declared } = await devicesOf(environment);
  const device = declared.find((candidate) => candidate.thing === thing);
  if (device === undefined)
    throw new Error(
      `unknown thing "${thing}"${clientId === undefined ? '' : ` of the client ${clientId}`}: the stack declares ${declared.map((known) => known.thing).join(', ')}`,
    );
  const policies = policiesAs(device, clientId);
  const { denying } = device;
  const foreignClientId = clientId === undefined || device.attachedThings.includes(clientId) ? undefined : clientId;
  const decision = evaluate({ policies, denying, action, resource, context: contextOf(device, clientId) });
  if (decision.decision !== 'allowed') process.exitCode = 2;
  console.log(
    query.json
      ? JSON.stringify({ thing, clientId, action, resource, ...decision }, null, 2)
      : formatDecision({
          thing,
          foreignClientId,
          action,
          resource,
          arnPrefix,
          decision,
          policies: policies.map(({ name }) => name),
        }),
  );
}

/** Evaluates the denied request of a line, which may come from standard input. */
async function explain(line: string | undefined, options: Question): Promise<void> {
  await test({ ...parseDenial(line ?? (await text(process.stdin))), ...options });
}

async function list(word: string, filter: string, { env, json }: Question): Promise<void> {
  const environment = environmentNamed(env);
  const action = parseAction(word);
  rejectInvalidFilter(action, filter);
  const pattern = parseResource(action, filterToWildcards(filter), arnPrefixOf(environment));
  const { declared, kinds } = await devicesOf(environment);
  const carriers = declared.map((device) => ({
    name: device.thing,
    policies: policiesAs(device),
    context: contextOf(device),
  }));
  const permits = listPermits([...carriers, ...kinds], action, pattern).filter(({ filledResource }) =>
    isMatched(filledResource, filter),
  );
  console.log(json ? JSON.stringify(permits, null, 2) : formatPermits(permits, { action, filter }));
}

const arnPrefixOf = ({ region, account }: Environment) => `arn:aws:iot:${region}:${account}:`;

async function devicesOf(environment: Environment): Promise<Devices> {
  await synthesizeIfStale(projectFolder(), environment);
  const path = join('cdktf.out', 'stacks', environment.stack, 'cdk.tf.json');
  return readDevices(readStack(JSON.parse(readFileSync(path, 'utf8'))));
}

const name = 'npm run policy:iot --';

const program = createCommand(name, {
  summary: 'Evaluates the AWS IoT policies in the synthesized stack as AWS IoT would.',
  example: `${name} test --thing light-1 --action publish --resource 'Sensor/temp/room1'
${name} who-can publish 'Sensor/#'`,
});
program.addCommand(
  createCommand('test', {
    summary:
      'Reports whether a device is allowed to perform an action, and which statement determines the result. The exit code is 0 if allowed, 2 if denied.',
    example: `${name} test --thing light-1 --action publish --resource 'Sensor/temp/room1'`,
  })
    .requiredOption('--thing <name>', 'a thing that the stack declares')
    .requiredOption('--action <action>', 'publish or iot:Publish')
    .requiredOption('--resource <name>', 'topic, filter, client or thing that the action applies to, or an ARN')
    .option('--client-id <id>', 'client ID of the device (default: name of the thing)')
    .option('--env <name>', 'environment', 'dev')
    .option('--json', 'print JSON', false)
    .action(test),
);
program.addCommand(
  createCommand('explain', {
    summary:
      'Evaluates a denial that npm start printed, on the screen or with --json, and reports which statement determines the result. The exit code is 0 if the stack now allows the action, 2 if it does not.',
    example: `${name} explain '✗ light-1  iot:Publish on topic/a denied'
npm start -- --json | grep --line-buffered -m1 '"refused"' | ${name} explain`,
  })
    .argument('[line]', 'the printed line (default: standard input)')
    .option('--env <name>', 'environment', 'dev')
    .option('--json', 'print JSON', false)
    .action(explain),
);
program.addCommand(
  createCommand('who-can', {
    summary:
      'Lists who can perform an action on topics that match a filter: declared devices, holders of certificates without a thing, and devices provisioned from a template. For certificate holders and provisioned devices, a policy variable can have any value.',
    example: `${name} who-can publish 'Sensor/#'`,
  })
    .argument('<action>', 'publish or iot:Publish')
    .argument('<filter>', 'topic filter')
    .option('--env <name>', 'environment', 'dev')
    .option('--json', 'print JSON', false)
    .action(list),
);

void runCommand(program);

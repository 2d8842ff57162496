import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate, whoCan } from '@himeshima/aws-policy';
import { fail } from '@himeshima/cli';
import { readStack } from '@himeshima/terraform-json';
import type { Environment } from '../config/environment';
import { environmentNamed } from '../config/environments';
import { contextOf, type Devices, devicesIn, policiesAs } from './permitting/devices-in';
import { decisionInWords, permitsInWords } from './permitting/in-words';
import { actionNamed, isMatched, refuseNoFilter, resourceNamed, wildcardsOf } from './permitting/resource-named';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

const help = `npm run policy:iot -- test --thing THING --action ACTION --resource RESOURCE
npm run policy:iot -- who-can ACTION FILTER

  Asks the AWS IoT policies of the synthesized stack, as AWS IoT would.

  test      whether a device may do something, and which statement decides: exit code 0 where it may, 2 where it may not
    --thing THING        one that the stack declares
    --action ACTION      publish, or iot:Publish
    --resource RESOURCE  the topic, filter, client or thing that it is about, or an ARN
    --client-id ID       the name by which it connects (that of the thing)
  who-can   who may do something to a topic that a filter matches: the devices that are declared, the holders of
            certificates without a thing, and whoever a template provisions. Of those nothing is known, so that a policy
            variable may be anything
  --env NAME             the environment (dev)
  --json                 for programs

  example   npm run policy:iot -- test --thing light-1 --action publish --resource 'Sensor/temp/room1'
            npm run policy:iot -- who-can publish 'Sensor/#'`;

const options = {
  thing: { type: 'string' },
  action: { type: 'string' },
  resource: { type: 'string' },
  'client-id': { type: 'string' },
  env: { type: 'string', default: 'dev' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function policyIot(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [question, ...rest] = positionals;
  if (values.help || question === undefined) return console.log(help);
  const environment = environmentNamed(values.env);
  if (question === 'test' && rest.length === 0) return test(environment, values);
  if (question === 'who-can') return list(environment, rest, values.json);
  throw new Error(`${positionals.join(' ')} is no question; ask test or who-can, --help shows how`);
}

interface Asked {
  readonly thing?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly 'client-id'?: string;
  readonly json: boolean;
}

async function test(environment: Environment, asked: Asked): Promise<void> {
  const { thing, 'client-id': clientId } = asked;
  if (thing === undefined || asked.action === undefined || asked.resource === undefined)
    throw new Error('test wants --thing, --action and --resource; --help shows how');
  const action = actionNamed(asked.action);
  const place = placeOf(environment);
  const resource = resourceNamed(action, asked.resource, place);
  const { declared } = await devicesOf(environment);
  const device = declared.find((one) => one.thing === thing);
  if (device === undefined)
    throw new Error(`--thing ${thing} is not declared; known: ${declared.map((one) => one.thing).join(', ')}`);
  const policies = policiesAs(device, clientId);
  const { denying } = device;
  const decision = evaluate({ policies, denying, action, resource, context: contextOf(device, clientId) });
  if (decision.decision !== 'allowed') process.exitCode = 2;
  console.log(
    asked.json
      ? JSON.stringify({ thing, action, resource, ...decision }, null, 2)
      : decisionInWords({ thing, action, resource, place, decision, policies: policies.map(({ name }) => name) }),
  );
}

async function list(
  environment: Environment,
  [word, filter, ...more]: readonly string[],
  json: boolean,
): Promise<void> {
  if (word === undefined || filter === undefined || more.length > 0)
    throw new Error("who-can wants an action and a filter: who-can publish 'Sensor/#'");
  const action = actionNamed(word);
  refuseNoFilter(action, filter);
  const pattern = resourceNamed(action, wildcardsOf(filter), placeOf(environment));
  const { declared, kinds } = await devicesOf(environment);
  const carriers = declared.map((device) => ({
    name: device.thing,
    policies: policiesAs(device),
    context: contextOf(device),
  }));
  const permits = whoCan([...carriers, ...kinds], action, pattern).filter(({ forThisOne }) =>
    isMatched(forThisOne, filter),
  );
  console.log(json ? JSON.stringify(permits, null, 2) : permitsInWords(permits, { action, filter }));
}

const placeOf = ({ region, account }: Environment) => `arn:aws:iot:${region}:${account}:`;

async function devicesOf(environment: Environment): Promise<Devices> {
  await bringUpToDate(projectFolder(), environment);
  const path = join('cdktf.out', 'stacks', environment.stack, 'cdk.tf.json');
  return devicesIn(readStack(JSON.parse(readFileSync(path, 'utf8'))));
}

policyIot().catch(fail);

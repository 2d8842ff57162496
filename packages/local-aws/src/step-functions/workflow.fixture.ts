import { fakeLambda } from '../lambda/fake-lambda.fixture';
import { stopped } from '../stopped-platform.fixture';
import type { Store } from '../store';
import { createTraces } from '../traces';
import type { Execution } from './execution';
import { createWorkflows } from './workflows';

/** ARN of the declared workflow. */
export const arn = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:power-command';
export const invoke = 'arn:aws:states:::lambda:invoke';

interface Machine {
  readonly states?: object;
  readonly more?: object;
  readonly handler?: (event: unknown) => unknown;
  readonly store?: Store;
}

/** Task that invokes a function to send a request to a device, and waits for the device's response. */
export const ask = {
  Type: 'Task',
  Resource: `${invoke}.waitForTaskToken`,
  Parameters: { FunctionName: 'power-command', Payload: { 'thing.$': '$.thing', 'token.$': '$$.Task.Token' } },
  TimeoutSeconds: 30,
  End: true,
};

/** Creates the Step Functions emulator with one workflow, which by default waits for a device's response. */
export function platform({ states = { Ask: ask }, more = {}, handler = () => null, store }: Machine = {}) {
  const parts = stopped();
  const lines: string[] = [];
  const { lambda, invoked } = fakeLambda(handler);
  const workflows = createWorkflows({
    ...parts,
    store: store ?? parts.store,
    lambda,
    region: 'ap-northeast-1',
    account: '000000000000',
    sendTrace: createTraces(parts),
    // invalid definitions are tested in known-definitions.test.ts
    known: { has: () => true, add: () => undefined },
    writeLogs: (_group, _stream, written) => void lines.push(...written),
  });
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
  const role = 'arn:aws:iam::000000000000:role/power-command';
  workflows.declare({
    name: 'power-command',
    arn,
    role,
    definition,
    traced: true,
    logGroup: '/aws/states/power-command',
  });
  const begin = (input = '{"thing":"light-1"}', name: string | undefined = 'e1') =>
    workflows.start({ workflowArn: arn, name, input, cause: undefined });
  return { ...parts, workflows, invoked, lines, begin };
}

/** Lets the engine run as far as it can before the clock moves. */
export async function settled(rounds = 60) {
  for (let round = 0; round < rounds; round++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Returns an execution's result. */
export const result = ({ status, output, error, cause }: Execution) => ({ status, output, error, cause });

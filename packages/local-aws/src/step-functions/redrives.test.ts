import { z } from 'zod';
import { jsonCall } from '../gateway/json-call.fixture';
import { reopenedStore, start } from '../stopped-platform.fixture';
import { statesApi } from './step-functions-api';
import { arn, ask, invoke, platform, settled } from './workflow.fixture';

const executionArn = `${arn.replace(':stateMachine:', ':execution:')}:e1`;
const dayMs = 86_400_000;

const task = (Next: string | undefined, more: object = {}) => ({
  Type: 'Task',
  Resource: invoke,
  Parameters: { FunctionName: 'work', 'Payload.$': '$' },
  ResultSelector: { 'done.$': '$.Payload' },
  ...(Next === undefined ? { End: true } : { Next }),
  ...more,
});
const states = { Prepare: task('Work'), Work: task(undefined) };

/** Starts an execution whose second task fails until `repair` is called. */
async function failedExecution({ input, ...options }: Parameters<typeof platform>[0] & { input?: string } = {}) {
  let isBroken = true;
  let calls = 0;
  const here = platform({
    states,
    handler() {
      calls += 1;
      if (isBroken && calls > 1) throw new Error('broken');
      return calls;
    },
    ...options,
  });
  const call = jsonCall(statesApi(here.workflows));
  const describeExecution = () => call('DescribeExecution', { executionArn });
  const redrive = (more: object = {}) => call('RedriveExecution', { executionArn, ...more });
  here.begin(input);
  await settled();
  const repair = () => {
    isBroken = false;
  };
  return { ...here, call, describe: describeExecution, redrive, repair };
}

const History = z.object({
  events: z.array(
    z.looseObject({
      type: z.string(),
      stateEnteredEventDetails: z.object({ input: z.string() }).optional(),
      mapIterationSucceededEventDetails: z.object({ index: z.number() }).optional(),
    }),
  ),
});

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Starts an execution whose function fails for the second event, until `repair` is called. */
async function failedBranches(branches: object) {
  let isBroken = true;
  let calls = 0;
  const here = await failedExecution({
    states: branches,
    handler(event) {
      calls += 1;
      if (isBroken && calls > 1) throw new Error('broken');
      return `did ${text(event)}`;
    },
    input: '{"items":[1,2,3]}',
  });
  await settled(200);
  return {
    ...here,
    repair: () => {
      isBroken = false;
    },
  };
}

async function outputOf(describeExecution: () => Promise<unknown>): Promise<unknown> {
  const { output } = z.object({ output: z.string() }).parse(await describeExecution());
  return JSON.parse(output);
}

/** Function that leaves it to the test to complete the task. */
const handler = () => null;

describe('RedriveExecution', () => {
  test('continues a failed execution at the state that failed, and appends to the history', async () => {
    const { describe: described, redrive, repair, clock, invoked, call } = await failedExecution();
    expect(await described()).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
    repair();
    await clock.advance(60_000);
    expect(await redrive()).toEqual({ redriveDate: start / 1000 + 60 });
    await settled();
    expect(await described()).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"done":3}',
      startDate: start / 1000,
      redriveCount: 1,
      redriveDate: start / 1000 + 60,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(invoked.map(({ event }) => event)).toEqual([{ thing: 'light-1' }, { done: 1 }, { done: 1 }]);
    const history = await call('GetExecutionHistory', { executionArn });
    expect(history).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount: 1 } }),
      ]),
    });
  });

  test('restarts a task whose execution was stopped, and ignores the earlier run', async () => {
    const { call, workflows, redrive, describe: described } = await failedExecution({ states: { Ask: ask }, handler });
    await call('StopExecution', { executionArn });
    await redrive();
    await settled();
    expect(await described()).toMatchObject({ status: 'RUNNING', redriveCount: 1 });
    workflows.tokens.succeed(executionArn, { on: true });
    await settled();
    expect(await described()).toMatchObject({ status: 'SUCCEEDED', output: '{"on":true}' });
  });

  test('resets the time limit of the state machine', async () => {
    const limited = { handler, states: { Ask: { ...ask, TimeoutSeconds: 300 } }, more: { TimeoutSeconds: 60 } };
    const { clock, redrive, describe: described, workflows } = await failedExecution(limited);
    await clock.advance(61_000);
    await settled();
    expect(await described()).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
    await redrive();
    await settled();
    await clock.advance(59_000);
    expect(await described()).toMatchObject({ status: 'RUNNING' });
    workflows.stop(executionArn, { error: undefined, cause: undefined });
  });

  test('uses the definition with which the execution was started, even after a restart', async () => {
    const open = reopenedStore();
    const before = await failedExecution({ store: open() });
    expect(await before.describe()).toMatchObject({ status: 'FAILED' });
    const changed = { Prepare: task('Other'), Other: { Type: 'Pass', Result: 'other', End: true } };
    const after = platform({ store: open(), states: changed, handler: () => 'redriven' });
    const call = jsonCall(statesApi(after.workflows));
    await call('RedriveExecution', { executionArn });
    await settled();
    expect(after.invoked).toHaveLength(1);
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({ redriveCount: 1 });
  });

  test('redrives an execution once per client token within 15 minutes', async () => {
    const { redrive, clock, describe: described } = await failedExecution();
    const first = await redrive({ clientToken: 'a' });
    await settled();
    await clock.advance(60_000);
    expect(await redrive({ clientToken: 'a' })).toEqual(first);
    expect(await described()).toMatchObject({ redriveCount: 1 });
    await clock.advance(15 * 60_000);
    expect(await redrive({ clientToken: 'a' })).not.toEqual(first);
    await settled();
    expect(await described()).toMatchObject({ redriveCount: 2 });
  });

  test('rejects an execution that ended more than 14 days ago', async () => {
    const { redrive, clock, describe: described } = await failedExecution();
    await clock.advance(14 * dayMs);
    expect(await described()).toMatchObject({ redriveStatus: 'REDRIVABLE' });
    await clock.advance(1);
    await expect(redrive()).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: 'Execution redrivable period exceeded',
    });
    expect(await described()).toMatchObject({
      status: 'FAILED',
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution redrivable period exceeded',
    });
  });

  test('runs only the branches of a Parallel state that did not succeed, each from the state that failed', async () => {
    const branch = (name: string, states: object) => ({ StartAt: name, States: states });
    const only = task(undefined, { ResultSelector: undefined });
    const {
      call,
      redrive,
      repair,
      invoked,
      describe: described,
    } = await failedBranches({
      Both: {
        Type: 'Parallel',
        Branches: [
          branch('Left', { Left: { Type: 'Pass', Result: { left: true }, End: true } }),
          branch('Right', {
            Right: { ...task('Fails'), Parameters: { FunctionName: 'work', Payload: 'right' } },
            Fails: { ...only, Parameters: { FunctionName: 'work', 'Payload.$': '$.done' } },
          }),
        ],
        ResultPath: '$.both',
        End: true,
      },
    });
    await redrive();
    await settled(200);
    expect(await described()).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    repair();
    await redrive();
    await settled(200);
    expect(invoked.map(({ event }) => event)).toEqual(['right', 'did right', 'did right', 'did right']);
    expect(await outputOf(described)).toEqual({
      items: [1, 2, 3],
      both: [{ left: true }, { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: 'did did right' }],
    });
    const history = await call('GetExecutionHistory', { executionArn });
    expect(JSON.stringify(history)).not.toContain('resumed');
    expect(JSON.stringify(history).match(/"name":"Left"/g)).toHaveLength(2);
  });

  test.each([
    ['ItemProcessor', {}, [1, 2, 3]],
    ['Iterator', { Parameters: { 'item.$': '$$.Map.Item.Value' } }, [{ item: 1 }, { item: 2 }, { item: 3 }]],
  ])('runs only the iterations of a Map (%s) that did not succeed', async (field, more, items) => {
    const processor = {
      StartAt: 'Check',
      States: {
        Check: { Type: 'Pass', ResultPath: null, Next: 'Fails' },
        Fails: task(undefined, { ResultSelector: undefined, OutputPath: '$.Payload' }),
      },
    };
    const each = { Type: 'Map', ItemsPath: '$.items', [field]: processor, MaxConcurrency: 1, ...more, End: true };
    const { call, redrive, repair, invoked, describe: described } = await failedBranches({ Each: each });
    expect(invoked).toHaveLength(2);
    await redrive();
    await settled(200);
    expect(invoked).toHaveLength(3);
    repair();
    await redrive();
    await settled(200);
    expect(await outputOf(described)).toEqual(items.map((item) => `did ${JSON.stringify(item)}`));
    // the first iteration ran once, the second until it succeeded, and the third only after the second
    expect(invoked.map(({ event }) => event)).toEqual([items[0], items[1], items[1], items[1], items[2]]);
    const { events } = History.parse(await call('GetExecutionHistory', { executionArn }));
    const succeeded = events.filter(({ type }) => type === 'MapIterationSucceeded');
    expect(succeeded.map(({ mapIterationSucceededEventDetails: details }) => details?.index)).toEqual([0, 1, 2]);
    const ofFirst = events.filter(
      ({ stateEnteredEventDetails: entered }) => entered?.input === JSON.stringify(items[0]),
    );
    expect(ofFirst.map(({ type }) => type)).toEqual(['PassStateEntered', 'TaskStateEntered']);
  });

  test('rejects an execution that failed in a state that runs branches inside another state', async () => {
    const tasks = { StartAt: 'Works', States: { Works: task('Fails'), Fails: task(undefined) } };
    const inner = { Type: 'Parallel', Branches: [tasks], End: true };
    const outer = { Type: 'Parallel', Branches: [{ StartAt: 'Inner', States: { Inner: inner } }], End: true };
    const { redrive } = await failedBranches({ Outer: outer });
    await expect(redrive()).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: expect.stringContaining('the state Inner, which runs branches inside another state'),
    });
  });

  test('rejects a running execution, an unknown execution and an invalid ARN', async () => {
    const { redrive, workflows } = await failedExecution({ states: { Ask: ask } });
    await expect(redrive()).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: 'Execution is RUNNING and cannot be redriven',
    });
    await expect(redrive({ executionArn: `${executionArn}2` })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    await expect(redrive({ executionArn: 'e1' })).rejects.toMatchObject({ code: 'InvalidArn' });
    await expect(redrive({ clientToken: 'a'.repeat(65) })).rejects.toMatchObject({ code: 'ValidationException' });
    workflows.stop(executionArn, { error: undefined, cause: undefined });
  });
});

describe('ListExecutions', () => {
  test('filters executions by whether they were redriven', async () => {
    const { redrive, call, begin } = await failedExecution();
    begin('{}', 'e2');
    await redrive();
    await settled();
    const list = (redriveFilter: string) => call('ListExecutions', { stateMachineArn: arn, redriveFilter });
    expect(await list('REDRIVEN')).toMatchObject({ executions: [{ name: 'e1', redriveCount: 1 }] });
    expect(await list('NOT_REDRIVEN')).toMatchObject({ executions: [{ name: 'e2', redriveCount: 0 }] });
  });
});

describe('DescribeStateMachine', () => {
  test('returns the definition, the role and the logging of a workflow', async () => {
    const { workflows } = platform({ states: { Done: { Type: 'Succeed' } } });
    const call = jsonCall(statesApi(workflows));
    const machine = {
      stateMachineArn: arn,
      name: 'power-command',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: 'arn:aws:iam::000000000000:role/power-command',
      creationDate: start / 1000,
      loggingConfiguration: {
        level: 'OFF',
        destinations: [
          {
            cloudWatchLogsLogGroup: {
              logGroupArn: 'arn:aws:logs:ap-northeast-1:000000000000:log-group:/aws/states/power-command:*',
            },
          },
        ],
      },
      tracingConfiguration: { enabled: true },
    };
    const definition = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}';
    expect(await call('DescribeStateMachine', { stateMachineArn: arn })).toEqual({ ...machine, definition });
    const metadata = { stateMachineArn: arn, includedData: 'METADATA_ONLY' };
    expect(await call('DescribeStateMachine', metadata)).toEqual(machine);
  });

  test.each([
    [{ stateMachineArn: `${arn}2` }, 'StateMachineDoesNotExist'],
    [{ stateMachineArn: 'power-command' }, 'InvalidArn'],
    [{}, 'ValidationException'],
  ])('rejects %j', async (input, code) => {
    const call = jsonCall(statesApi(platform().workflows));
    await expect(call('DescribeStateMachine', input)).rejects.toMatchObject({ code });
  });
});

describe('ListStateMachines', () => {
  test('returns state machines in pages, and rejects an invalid token', async () => {
    const { workflows } = platform();
    const declared = workflows.workflow(arn);
    workflows.declare({ ...declared, name: 'second', arn: `${arn}-2` });
    const call = jsonCall(statesApi(workflows));
    const first = await call('ListStateMachines', { maxResults: 1 });
    expect(first).toEqual({
      stateMachines: [expect.objectContaining({ name: 'power-command' })],
      nextToken: expect.any(String),
    });
    const nextToken = typeof first === 'object' && first !== null && 'nextToken' in first ? first.nextToken : '';
    expect(await call('ListStateMachines', { maxResults: 1, nextToken })).toEqual({
      stateMachines: [expect.objectContaining({ name: 'second' })],
    });
    await expect(call('ListStateMachines', { nextToken: 'x' })).rejects.toMatchObject({ code: 'InvalidToken' });
  });
});

import { z } from 'zod';
import { jsonCall } from '../gateway/json-call.fixture';
import { statesApi } from './step-functions-api';
import { arn, ask, invoke, platform, settled } from './workflow.fixture';

const executionArn = `${arn.replace(':stateMachine:', ':execution:')}:e1`;
const pass = { Type: 'Pass', End: true };
const task = { Type: 'Task', Resource: invoke, Parameters: { FunctionName: 'work', 'Payload.$': '$' }, End: true };
const caught = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Done' }] };
const processor = (state: object) => ({ ItemsPath: '$.items', ItemProcessor: { StartAt: 'X', States: { X: state } } });
const input = '{"items":[1]}';
const inputDetails = { truncated: false };
const outputDetails = { truncated: false };

/** Runs an execution, and returns a function that calls GetExecutionHistory. */
async function ran(states: object, isBroken = false) {
  const here = platform({
    states,
    handler() {
      if (isBroken) throw new Error('broken');
      return { Payload: 'done' };
    },
  });
  here.begin(input);
  await settled(200);
  const call = jsonCall(statesApi(here.workflows));
  return { ...here, call, history: (more: object = {}) => call('GetExecutionHistory', { executionArn, ...more }) };
}

const History = z.object({ events: z.array(z.object({ type: z.string() })), nextToken: z.string().optional() });

/** Returns the types of the events between the start and the end of an execution. */
const typesIn = (answer: unknown) =>
  History.parse(answer)
    .events.map(({ type }) => type)
    .slice(1, -1);

describe('GetExecutionHistory', () => {
  test("returns AWS's events, with the inputs and outputs", async () => {
    const { history } = await ran({ Check: { ...pass, Result: { ok: true } } });
    const timestamp = expect.any(Number);
    expect(await history()).toEqual({
      events: [
        {
          id: 1,
          previousEventId: 0,
          timestamp,
          type: 'ExecutionStarted',
          executionStartedEventDetails: {
            input,
            inputDetails,
            roleArn: 'arn:aws:iam::000000000000:role/power-command',
          },
        },
        {
          id: 2,
          previousEventId: 0,
          timestamp,
          type: 'PassStateEntered',
          stateEnteredEventDetails: { name: 'Check', input, inputDetails },
        },
        {
          id: 3,
          previousEventId: 2,
          timestamp,
          type: 'PassStateExited',
          stateExitedEventDetails: { name: 'Check', output: '{"ok":true}', outputDetails },
        },
        {
          id: 4,
          previousEventId: 3,
          timestamp,
          type: 'ExecutionSucceeded',
          executionSucceededEventDetails: { output: '{"ok":true}', outputDetails },
        },
      ],
    });
  });

  test('returns pages in reverse order and without data on request', async () => {
    const { history } = await ran({ Check: pass });
    const page = { maxResults: 2, reverseOrder: true, includeExecutionData: false };
    const first = await history(page);
    expect(first).toMatchObject({ events: [{ id: 4 }, { id: 3, stateExitedEventDetails: { name: 'Check' } }] });
    expect(JSON.stringify(first)).not.toContain('put');
    const { nextToken } = History.parse(first);
    const second = await history({ ...page, nextToken });
    expect(second).toMatchObject({ events: [{ id: 2 }, { id: 1 }] });
    expect(second).not.toHaveProperty('nextToken');
  });

  test.each([
    [
      'a Map state',
      { Each: { Type: 'Map', ...processor(pass), End: true } },
      [
        'MapStateEntered',
        'MapStateStarted',
        'MapIterationStarted',
        'PassStateEntered',
        'PassStateExited',
        'MapIterationSucceeded',
        'MapStateSucceeded',
        'MapStateExited',
      ],
    ],
    [
      'a Parallel state whose failure is caught',
      {
        Both: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'X', States: { X: { Type: 'Fail', Error: 'E' } } }],
          ...caught,
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
      [
        'ParallelStateEntered',
        'ParallelStateStarted',
        'FailStateEntered',
        'ParallelStateFailed',
        'ParallelStateExited',
        'SucceedStateEntered',
        'SucceedStateExited',
      ],
    ],
    ['a Wait state', { Pause: { Type: 'Wait', Seconds: 0, End: true } }, ['WaitStateEntered', 'WaitStateExited']],
    [
      'a distributed Map',
      {
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'X',
            States: { X: pass },
          },
          End: true,
        },
      },
      ['MapStateEntered', 'MapRunStarted', 'MapRunSucceeded', 'MapStateExited'],
    ],
  ])('returns the events of %s', async (_, states, expected) => {
    const { history } = await ran(states);
    expect(typesIn(await history())).toEqual(expected);
  });

  test('returns the failures of a task and of its execution', async () => {
    const { history } = await ran({ Work: task }, true);
    const failure = { error: 'Error', cause: expect.stringContaining('broken') };
    expect(await history()).toMatchObject({
      events: [
        { type: 'ExecutionStarted' },
        { type: 'TaskStateEntered' },
        { type: 'TaskScheduled' },
        { type: 'TaskStarted' },
        { type: 'TaskFailed', taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', ...failure } },
        { type: 'ExecutionFailed', executionFailedEventDetails: failure },
      ],
    });
  });

  test('returns the events of a task with its parameters and its output', async () => {
    const { history } = await ran({ Work: { ...task, TimeoutSeconds: 9, ResultSelector: { 'done.$': '$.Payload' } } });
    const lambda = { resourceType: 'lambda', resource: 'invoke' };
    const output = '{"ExecutedVersion":"$LATEST","StatusCode":200,"Payload":{"Payload":"done"}}';
    const parameters = '{"FunctionName":"work","Payload":{"items":[1]}}';
    expect(await history()).toMatchObject({
      events: [
        { type: 'ExecutionStarted' },
        { type: 'TaskStateEntered' },
        {
          type: 'TaskScheduled',
          taskScheduledEventDetails: { ...lambda, region: 'ap-northeast-1', parameters, timeoutInSeconds: 9 },
        },
        { type: 'TaskStarted', taskStartedEventDetails: lambda },
        { type: 'TaskSucceeded', taskSucceededEventDetails: { ...lambda, output, outputDetails } },
        { type: 'TaskStateExited', stateExitedEventDetails: { output: '{"done":{"Payload":"done"}}' } },
        { type: 'ExecutionSucceeded' },
      ],
    });
  });

  test('returns the events of each attempt of a task', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 0, MaxAttempts: 1 }];
    const { history } = await ran({ Work: { ...task, Retry } }, true);
    const attempt = ['TaskScheduled', 'TaskStarted', 'TaskFailed'];
    expect(typesIn(await history())).toEqual(['TaskStateEntered', ...attempt, ...attempt]);
  });

  test('returns the event of a task that waits for its token', async () => {
    const { workflows, history } = await ran({ Ask: { ...ask, Parameters: { FunctionName: 'work' } } });
    workflows.tokens.succeed(executionArn, { on: true });
    await settled();
    expect(typesIn(await history())).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
    ]);
  });

  test("returns the number of a Map's items", async () => {
    const { history } = await ran({ Each: { Type: 'Map', ...processor(pass), End: true } });
    expect(await history()).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'MapStateStarted', mapStateStartedEventDetails: { length: 1 } }),
      ]),
    });
  });

  test('ends with the event of a stopped execution', async () => {
    const { call, history } = await ran({ Pause: { Type: 'Wait', Seconds: 60, End: true } });
    await call('StopExecution', { executionArn, error: 'Stopped', cause: 'by hand' });
    await settled();
    expect(await history()).toMatchObject({
      events: [
        { type: 'ExecutionStarted' },
        { type: 'WaitStateEntered' },
        { type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Stopped', cause: 'by hand' } },
      ],
    });
  });
});

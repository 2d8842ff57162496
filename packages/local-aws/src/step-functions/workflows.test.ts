import { AwsError } from '../gateway/service-api';
import { reopenedStore, start, writtenStore } from '../stopped-platform.fixture';
import { arn, ask, invoke, platform, result, settled } from './workflow.fixture';

const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
};

describe('an execution that waits for a device', () => {
  test('an execution passes a token to the function, and succeeds with the output that is sent with the token', async () => {
    const { workflows, invoked, begin, metrics, emitted } = platform();
    const execution = begin();
    await settled();
    expect(invoked.map(({ functionArn, event }) => [functionArn, event])).toEqual([
      ['power-command', { thing: 'light-1', token: execution.arn }],
    ]);
    expect(invoked[0]?.principal).toMatchObject({ kind: 'role', session: 'e1' });
    expect(execution.status).toBe('RUNNING');
    workflows.tokens.succeed(execution.arn, { power: true });
    await settled();
    expect(result(execution)).toEqual({
      status: 'SUCCEEDED',
      output: '{"power":true}',
      error: undefined,
      cause: undefined,
    });
    const tags = `{statemachinearn:${arn}}`;
    expect(metrics.save()).toMatchObject({
      [`aws.states.executions_started${tags}`]: [{ minute: start / 60_000, sum: 1 }],
      [`aws.states.executions_succeeded${tags}`]: [{ minute: start / 60_000, sum: 1 }],
      [`aws.states.executions_failed${tags}`]: [{ minute: start / 60_000, sum: 0 }],
    });
    const statuses = emitted.map((event) =>
      event.kind === 'workflow' ? [event.state, event.status, event.depth] : [],
    );
    expect(statuses).toEqual([
      [undefined, 'RUNNING', 0],
      ['Ask', 'RUNNING', 1],
      [undefined, 'SUCCEEDED', 1],
    ]);
  });

  test("an execution times out on the platform's clock if no response arrives", async () => {
    const { clock, begin, metrics } = platform();
    const execution = begin();
    await settled();
    await clock.advance(29_000);
    await settled();
    expect(execution.status).toBe('RUNNING');
    await clock.advance(1_000);
    await settled();
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(execution.stoppedAt).toBe(start + 30_000);
    expect(metrics.series('aws.states.executions_failed')[0]?.minutes[0]?.sum).toBe(1);
  });

  test("an execution fails with the device's error", async () => {
    const { workflows, begin } = platform();
    const execution = begin();
    await settled();
    workflows.tokens.fail(execution.arn, { error: 'Refused', cause: 'the lamp is broken' });
    await settled();
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'the lamp is broken' });
  });

  test("an execution fails with the function's error and invalidates the token", async () => {
    const handler = () => {
      throw new TypeError('no such thing');
    };
    const { workflows, begin } = platform({ handler });
    const execution = begin();
    await settled();
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'TypeError' });
    expect(execution.cause).toContain('no such thing');
    expect(codeOf(() => workflows.tokens.succeed(execution.arn, {}))).toBe('TaskTimedOut');
  });

  test('an execution can catch an error by its name', async () => {
    const caught = { ...ask, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }] };
    const { clock, begin } = platform({ states: { Ask: caught, Late: { Type: 'Pass', Result: 'late', End: true } } });
    const execution = begin();
    await settled();
    await clock.advance(30_000);
    await settled();
    expect(result(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"late"' });
  });
});

describe('an execution', () => {
  test("an execution continues with the function's result if the task has no token", async () => {
    const states = { Run: { ...ask, Resource: invoke, Parameters: { FunctionName: 'f', 'Payload.$': '$' } } };
    const { begin } = platform({ states, handler: (event) => ({ seen: event }) });
    const execution = begin('{"a":1}');
    await settled();
    expect(JSON.parse(execution.output ?? 'null')).toEqual({
      ExecutedVersion: '$LATEST',
      StatusCode: 200,
      Payload: { seen: { a: 1 } },
    });
  });

  test("the whole execution times out on the platform's clock", async () => {
    const { TimeoutSeconds: _, ...patient } = ask;
    const { clock, begin, metrics } = platform({ states: { Ask: patient }, more: { TimeoutSeconds: 90 } });
    const execution = begin();
    await settled();
    await clock.advance(90_000);
    await settled();
    expect(result(execution)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(metrics.series('aws.states.executions_timed_out')[0]?.minutes.map(({ sum }) => sum)).toEqual([1]);
    expect(metrics.series('aws.states.executions_failed')[0]?.minutes.map(({ sum }) => sum)).toEqual([0]);
  });

  test('an execution can be stopped only once', async () => {
    const { workflows, begin } = platform();
    const execution = begin();
    await settled();
    workflows.stop(execution.arn, { error: 'Enough', cause: 'by hand' });
    workflows.stop(execution.arn, { error: 'Again', cause: undefined });
    await settled();
    expect(result(execution)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect(codeOf(() => workflows.tokens.succeed(execution.arn, {}))).toBe('TaskTimedOut');
  });

  test('a stopped execution does not retry its states', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }];
    const { workflows, begin, invoked } = platform({ states: { Ask: { ...ask, Retry } } });
    const execution = begin();
    await settled();
    workflows.stop(execution.arn, { error: undefined, cause: undefined });
    await settled();
    expect(invoked).toHaveLength(1);
    expect(execution.status).toBe('ABORTED');
  });

  test("stores the history of an execution and writes it to the workflow's log group", async () => {
    const { workflows, begin, lines } = platform();
    const execution = begin();
    await settled();
    workflows.tokens.succeed(execution.arn, {});
    await settled();
    const types = execution.history.map(({ type }) => type);
    expect(types[0]).toBe('ExecutionStarted');
    expect(types.at(-1)).toBe('ExecutionSucceeded');
    expect(execution.history.map(({ id }) => id)).toEqual(types.map((_, index) => index + 1));
    expect(lines).toHaveLength(types.length);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'ExecutionStarted', execution_arn: execution.arn });
  });

  test('writes each event in the history to the store', async () => {
    const { workflows, begin } = platform({ store: writtenStore() });
    const execution = begin();
    await settled();
    const { history } = workflows.execution(execution.arn);
    expect(history.map(({ type }) => type)).toEqual(execution.history.map(({ type }) => type));
    expect(history.map(({ type }) => type)).toContain('StateEntered');
    workflows.tokens.succeed(execution.arn, {});
  });

  test("rejects an invalid StartExecution request with AWS's error", async () => {
    const { workflows, begin } = platform();
    const taken = begin('{}', 'taken');
    expect(codeOf(() => begin('{"a":1}', 'taken'))).toBe('ExecutionAlreadyExists');
    expect(codeOf(() => begin('{', 'other'))).toBe('InvalidExecutionInput');
    const unknown = { workflowArn: `${arn}-2`, name: undefined, input: '{}', cause: undefined };
    expect(codeOf(() => workflows.start(unknown))).toBe('StateMachineDoesNotExist');
    expect(codeOf(() => workflows.executions(`${arn}-2`))).toBe('StateMachineDoesNotExist');
    expect(codeOf(() => workflows.execution('none'))).toBe('ExecutionDoesNotExist');
    expect(workflows.executions(arn).map(({ name }) => name)).toEqual(['taken']);
    workflows.stop(taken.arn, { error: undefined, cause: undefined });
  });
});

test('returns the running execution if the execution is started twice', async () => {
  const { workflows, begin, invoked } = platform();
  const input = '{"thing":"light-1"}';
  const first = begin(input, 'once');
  expect(begin(input, 'once')).toBe(first);
  await settled();
  expect(invoked).toHaveLength(1);
  workflows.stop(first.arn, { error: undefined, cause: undefined });
  expect(codeOf(() => begin(input, 'once'))).toBe('ExecutionAlreadyExists');
});

describe('declaring a workflow', () => {
  test('records the time of the declaration', () => {
    const { workflows } = platform();
    expect(workflows.declared()).toMatchObject([{ arn, createdAt: start }]);
  });

  test.each([
    [{ Ask: { ...ask, Resource: 'arn:aws:states:::sns:publish' } }, 'state Ask: arn:aws:states:::sns:publish is not'],
    [{ Ask: { ...ask, QueryLanguage: 'JSONata' } }, 'state Ask: JSONata is not supported locally'],
  ])('rejects unsupported states, and lists them in the error', (states, message) =>
    expect(() => platform({ states })).toThrow(message),
  );
});

test.each([[false], [0], [null], ['']])('a Pass state returns the result %j', async (Result) => {
  const states = { Set: { Type: 'Pass', Result, ResultPath: '$.flag', End: true } };
  const { begin } = platform({ states });
  const execution = begin('{"flag":true}');
  await settled();
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: JSON.stringify({ flag: Result }) });
  expect(execution.history.find(({ type }) => type === 'StateExited')?.details).toMatchObject({
    state: { type: 'Pass' },
  });
});

describe('an execution that was running when the platform was killed', () => {
  const finish = { Type: 'Pass', Parameters: { 'power.$': '$.power' }, End: true };

  /** Runs an execution until the platform is killed, then starts another platform with the same store. */
  async function killed(machine: Pick<Parameters<typeof platform>[0] & object, 'states' | 'more'> = {}) {
    const open = reopenedStore();
    const before = platform({ ...machine, store: open() });
    const { arn: left } = before.begin();
    await settled();
    const after = platform({ ...machine, store: open() });
    const noReason = { error: undefined, cause: undefined };
    ended.push(
      () => before.workflows.stop(left, noReason),
      () => after.workflows.stop(left, noReason),
    );
    return { ...after, left, execution: () => after.workflows.execution(left) };
  }
  const ended: (() => void)[] = [];
  afterEach(() => {
    for (const end of ended.splice(0)) end();
  });

  test('repeats the current state after a restart, with the same task token', async () => {
    const { workflows, invoked, left, execution } = await killed({
      states: { Ask: { ...ask, End: false, Next: 'Finish' }, Finish: finish },
    });
    workflows.resumeInterrupted();
    await settled();
    expect(execution().status).toBe('RUNNING');
    expect(invoked).toMatchObject([{ event: { thing: 'light-1', token: left } }]);
    workflows.tokens.succeed(left, { power: true });
    await settled();
    expect(execution()).toMatchObject({ status: 'SUCCEEDED', output: '{"power":true}' });
    expect(execution().history.filter(({ type }) => type === 'ExecutionStarted')).toHaveLength(1);
  });

  test('does not repeat the completed states of an execution after a restart', async () => {
    const states = { First: { Type: 'Pass', Result: { thing: 'light-2' }, Next: 'Ask' }, Ask: ask };
    const { workflows, invoked, execution } = await killed({ states });
    workflows.resumeInterrupted();
    await settled();
    expect(invoked).toMatchObject([{ event: { thing: 'light-2' } }]);
    const entered = execution().history.flatMap(({ type, details }) => (type === 'StateEntered' ? [details] : []));
    expect(entered).toMatchObject([
      { state: { name: 'First' } },
      { state: { name: 'Ask' } },
      { state: { name: 'Ask' } },
    ]);
  });

  test("a resumed execution fails at the current state's time limit if no response arrives", async () => {
    const { workflows, clock, execution } = await killed();
    workflows.resumeInterrupted();
    await settled();
    await clock.advance(30_000);
    await settled();
    expect(execution()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('a resumed execution times out when the rest of its time limit has passed', async () => {
    const states = { Ask: { ...ask, TimeoutSeconds: 1_000 } };
    const { workflows, clock, execution } = await killed({ states, more: { TimeoutSeconds: 60 } });
    await clock.advance(50_000);
    workflows.resumeInterrupted();
    await settled();
    await clock.advance(10_000);
    await settled();
    expect(execution().status).toBe('TIMED_OUT');
  });

  test('aborts and counts an execution that was in a state that runs branches', async () => {
    const states = { Both: { Type: 'Parallel', Branches: [{ StartAt: 'Ask', States: { Ask: ask } }], End: true } };
    const { workflows, metrics, left, execution } = await killed({ states });
    workflows.resumeInterrupted();
    expect(execution()).toMatchObject({
      status: 'ABORTED',
      cause: expect.stringMatching(/^the platform stopped during the execution: the execution was in the state Both/),
    });
    expect(metrics.series('aws.states.executions_aborted')[0]?.minutes[0]?.sum).toBe(1);
    expect(codeOf(() => workflows.tokens.succeed(left, {}))).toBe('TaskTimedOut');
  });
});

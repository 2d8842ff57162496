import { arn, ask, invoke, platform, result, settled } from './workflow.fixture';

const account = '000000000000';
const region = 'ap-northeast-1';
const another = `arn:aws:states:${region}:${account}:stateMachine:another`;
const allow = (Action: string | string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const events = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];
const rule = `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
const children = `arn:aws:states:${region}:${account}:execution:another:*`;

/** Permissions that a workflow requires to start executions of another workflow. */
const permissions = [
  allow('states:StartExecution', another),
  allow(events, rule),
  allow('states:DescribeExecution', children),
];

const startAnother = {
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Parameters: { StateMachineArn: another, 'Name.$': '$.name', Input: { 'n.$': '$.n' } },
  End: true,
};

const eachItem = (processor: object, more: object = {}) => ({
  Type: 'Map',
  ItemsPath: '$.items',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Item',
    States: { Item: processor },
  },
  End: true,
  ...more,
});

const call = { Type: 'Task', Resource: invoke, Parameters: { FunctionName: 'f', 'Payload.$': '$' }, End: true };
const items = (count: number) =>
  JSON.stringify({ items: Array.from({ length: count }, (_, index) => `i${index}`), by: 'x' });

/** Creates a workflow with the given permissions, and another workflow that waits until its task token is returned. */
function withRights(states: object, statements: object[], handler: (event: unknown) => unknown = () => null) {
  const parts = platform({ states, handler });
  const role = `arn:aws:iam::${account}:role/power-command`;
  const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  parts.authorizer.roles.declare({ arn: role, name: 'power-command', trust: json(trust), boundary: undefined });
  const functions = allow('lambda:InvokeFunction', '*');
  parts.authorizer.roles.putPolicy('power-command', { name: 'mine', document: json(functions, ...statements) });
  const machine = { StartAt: 'Ask', States: { Ask: { ...ask, Parameters: { FunctionName: 'f' } } } };
  const declared = { name: 'another', arn: another, role: 'arn:aws:iam::000000000000:role/another', traced: false };
  parts.workflows.declare({ ...declared, definition: JSON.stringify(machine), logGroup: undefined });
  const child = (name: string) => parts.workflows.execution(children.replace('*', name));
  return { ...parts, child };
}

const input = JSON.stringify({ name: 'c1', n: 7 });

describe('a child execution of another workflow', () => {
  test("waits for a child execution, whose result becomes the task's result", async () => {
    const { begin, child, workflows } = withRights({ Start: startAnother }, permissions);
    const execution = begin(input);
    await settled();
    expect(child('c1')).toMatchObject({ status: 'RUNNING', input: '{"n":7}' });
    expect(execution.status).toBe('RUNNING');
    workflows.tokens.succeed(child('c1').arn, { power: true });
    await settled();
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '')).toMatchObject({
      ExecutionArn: child('c1').arn,
      Status: 'SUCCEEDED',
      Input: { n: 7 },
      Output: { power: true },
    });
  });

  test("fails the task with the cause of the child execution's failure", async () => {
    const { begin, child, workflows } = withRights({ Start: startAnother }, permissions);
    const execution = begin(input);
    await settled();
    workflows.tokens.fail(child('c1').arn, { error: 'NoAnswer', cause: 'it is off' });
    await settled();
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({ Status: 'FAILED', Error: 'NoAnswer' });
  });

  test('rejects a child execution whose name already exists', async () => {
    const { begin, workflows, child } = withRights({ Start: startAnother }, permissions);
    workflows.start({ workflowArn: another, name: 'c1', input: '{}', cause: undefined });
    const execution = begin(input);
    await settled();
    expect(execution.error).toBe('StepFunctions.ExecutionAlreadyExistsException');
    workflows.stop(child('c1').arn, { error: undefined, cause: undefined });
  });

  test.each(permissions.map((_, index) => permissions.filter((__, place) => place !== index)))(
    'denies a child execution if any of the permissions is missing',
    async (...left) => {
      const { begin, workflows } = withRights({ Start: startAnother }, left);
      const execution = begin(input);
      await settled();
      for (const { arn: running } of workflows.executions(another)) workflows.tokens.forget(running);
      await settled();
      expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
    },
  );

  test.each([
    [permissions, 'RUNNING'],
    [[...permissions, allow('states:StopExecution', children)], 'ABORTED'],
  ])('stops a child execution together with its parent only if the role has permission', async (statements, status) => {
    const { begin, workflows, child } = withRights({ Start: startAnother }, statements);
    const execution = begin(input);
    await settled();
    workflows.stop(execution.arn, { error: undefined, cause: undefined });
    await settled();
    expect(child('c1').status).toBe(status);
    workflows.stop(child('c1').arn, { error: undefined, cause: undefined });
  });
});

describe('a distributed Map', () => {
  const itself = [allow('states:StartExecution', arn)];

  test('runs one execution per item and returns the outputs in item order', async () => {
    const selector = { 'item.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index', 'by.$': '$.by' };
    const { begin, invoked, metrics } = withRights({ Each: eachItem(call, { ItemSelector: selector }) }, itself);
    const execution = begin(items(3));
    await settled();
    const given = [0, 1, 2].map((at) => ({ item: `i${at}`, at, by: 'x' }));
    expect(invoked.map(({ event }) => event)).toEqual(given);
    expect(JSON.parse(execution.output ?? '')).toHaveLength(3);
    const started = metrics.series('aws.states.executions_started').map(({ tags, minutes }) => [tags, minutes[0]?.sum]);
    expect(started).toEqual([
      [{ statemachinearn: arn }, 1],
      [{ statemachinearn: `${arn}/Each` }, 3],
    ]);
  });

  test('limits the concurrency of a distributed Map', async () => {
    const waiting: (() => void)[] = [];
    const handler = () => new Promise<void>((resolve) => waiting.push(resolve));
    const { begin, invoked } = withRights({ Each: eachItem(call, { MaxConcurrency: 2 }) }, itself, handler);
    const execution = begin(items(5));
    for (const count of [2, 4, 5]) {
      await settled();
      expect(invoked).toHaveLength(count);
      for (const resolve of waiting.splice(0)) resolve();
    }
    await settled();
    expect(execution.status).toBe('SUCCEEDED');
  });

  const failing = (count: number) => {
    let called = 0;
    return () => {
      called += 1;
      if (called <= count) throw new Error('it fails');
      return null;
    };
  };

  test.each([
    [{ ToleratedFailurePercentage: 40 }, 2, 'SUCCEEDED', 5],
    [{ ToleratedFailurePercentage: 40 }, 3, 'FAILED', 3],
    [{ ToleratedFailureCount: 1 }, 1, 'SUCCEEDED', 5],
    [{ ToleratedFailureCount: 1 }, 2, 'FAILED', 2],
    [{ ToleratedFailurePercentage: 100, ToleratedFailureCount: 1 }, 2, 'FAILED', 2],
    [{}, 1, 'FAILED', 1],
  ])(
    'with the options %j, %i failing items out of five result in %s after %i items',
    async (bounds, fail, status, ran) => {
      const Each = eachItem(call, { ...bounds, MaxConcurrency: 1, ResultPath: null });
      const { begin, invoked } = withRights({ Each }, itself, failing(fail));
      const execution = begin(items(5));
      await settled(200);
      expect(execution.status).toBe(status);
      if (status === 'FAILED') expect(execution.error).toBe('States.ExceedToleratedFailureThreshold');
      expect(invoked).toHaveLength(ran);
    },
  );

  test('aborts running items when too many have failed', async () => {
    const left: (() => void)[] = [];
    const handler = (event: unknown) => {
      if (event === 'i0') throw new Error('it fails');
      return new Promise<void>((resolve) => left.push(resolve));
    };
    const { begin, metrics } = withRights({ Each: eachItem(call) }, itself, handler);
    const execution = begin(items(3));
    await settled(200);
    expect(execution.error).toBe('States.ExceedToleratedFailureThreshold');
    const aborted = metrics
      .series('aws.states.executions_aborted')
      .filter(({ tags }) => tags['statemachinearn'] !== arn);
    expect(aborted[0]?.minutes[0]?.sum).toBe(2);
    for (const resolve of left) resolve();
  });

  test('a redrive runs only the items that did not succeed, each from the state that failed', async () => {
    const isBroken = new Set<unknown>(['i1', 'i2']);
    const handler = (event: unknown) => {
      if (isBroken.has(event)) throw new Error('it fails');
      return `did ${String(event)}`;
    };
    const { End: _, ...prepare } = { ...call, Parameters: { FunctionName: 'f', Payload: 'prepare' }, ResultPath: null };
    const Each = eachItem(call, { MaxConcurrency: 1 });
    const States = { Prepare: { ...prepare, Next: 'Item' }, Item: call };
    Object.assign(Each.ItemProcessor, { StartAt: 'Prepare', States });
    const { begin, workflows, invoked, metrics } = withRights({ Each }, itself, handler);
    const execution = begin(items(4));
    await settled(200);
    expect(execution.status).toBe('FAILED');
    const redrive = async () => {
      workflows.redrive({ arn: execution.arn, clientToken: undefined, cause: undefined });
      await settled(300);
    };
    isBroken.delete('i1');
    await redrive();
    expect(execution.status).toBe('FAILED');
    isBroken.clear();
    await redrive();
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '')).toMatchObject(
      ['i0', 'i1', 'i2', 'i3'].map((item) => ({ Payload: `did ${item}` })),
    );
    const events = invoked.map(({ event }) => event);
    expect(events.filter((event) => event !== 'prepare')).toEqual(['i0', 'i1', 'i1', 'i2', 'i2', 'i3']);
    expect(events.filter((event) => event === 'prepare')).toHaveLength(4);
    const started = metrics.series('aws.states.executions_started').find(({ tags }) => tags['statemachinearn'] !== arn);
    expect(started?.minutes[0]?.sum).toBe(4);
    const runs = execution.history.filter(({ type }) => type.startsWith('MapRun'));
    expect(runs.map(({ type }) => type)).toEqual([
      'MapRunStarted',
      'MapRunRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
    ]);
    expect(new Set(runs.slice(0, 3).map(({ details }) => details['mapRunArn'])).size).toBe(1);
  });

  test('denies a distributed Map if the role is not allowed to start its own workflow', async () => {
    const { begin } = withRights({ Each: eachItem(call) }, []);
    const execution = begin(items(1));
    await settled();
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
    expect(execution.cause).toContain(`states:StartExecution on resource: ${arn}`);
  });

  test('stops the items of a distributed Map when the Map is stopped', async () => {
    const { begin, workflows, emitted } = withRights(
      { Each: eachItem({ ...ask, Parameters: { FunctionName: 'f' } }) },
      itself,
    );
    const execution = begin(items(2));
    await settled();
    workflows.stop(execution.arn, { error: undefined, cause: undefined });
    await settled();
    const ends = emitted.flatMap((event) =>
      event.kind === 'workflow' && event.status === 'ABORTED' ? [event.workflow] : [],
    );
    expect(ends).toEqual(['power-command', 'power-command/Each', 'power-command/Each']);
  });
});

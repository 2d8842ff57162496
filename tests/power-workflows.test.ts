import { arn, platform, result, settled } from '@himeshima/local-aws/fixtures';
import aslValidator from 'asl-validator';
import { dev } from '../config/dev';
import { command, commandEach } from '../stacks/features/power-command/power-workflows';

const one = command('power-command');
const many = commandEach(arn, { ...dev.powerCommand, atOnce: 2, toleratedFailurePercentage: 50 });
const manyArn = arn.replace(/[\w-]+$/, 'power-commands');

type Step = Record<string, unknown> & { step: string };
const isStep = (event: unknown): event is Step => typeof event === 'object' && event !== null && 'step' in event;

interface StepAnswers {
  /** Results of the `next` step, in order. */
  readonly next?: readonly string[];
  readonly fails?: string;
}

/** Starts the workflow with a function that answers its steps. */
function startWorkflow({ next = ['ask'], fails }: StepAnswers = {}) {
  const left = [...next];
  const parts = platform({
    states: one.States,
    handler(event) {
      if (!isStep(event)) throw new Error('no step');
      if (event.step === fails) throw new Error('the function fails');
      if (event.step !== 'next') return null;
      return { thing: 'light-1', power: true, traceId: 't', next: left.shift() ?? 'expire', seconds: 10 };
    },
  });
  const execution = parts.begin('{"thing":"light-1","power":true}', 'c1');
  const steps = () =>
    parts.invoked.map(({ event }) => (isStep(event) ? [event.step, event['outcome']].filter(Boolean).join(' ') : ''));
  return { ...parts, execution, steps };
}

/** Advances the clock second by second, so that every retry runs. All retries of a step take a minute. */
async function pass(clock: { advance(ms: number): Promise<void> }, seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000);
    await settled(5);
  }
  await settled();
}

describe('the power-command workflow', () => {
  test.each([one, many])('the definition "$Comment" is valid Amazon States Language', (definition) => {
    expect(aslValidator(JSON.parse(JSON.stringify(definition)))).toMatchObject({ isValid: true });
  });

  test('sends the command with the execution name as its id, and succeeds once the task token is returned', async () => {
    const { execution, invoked, workflows, steps } = startWorkflow();
    await settled();
    expect(invoked.map(({ event }) => event)).toEqual([
      { step: 'next', command: 'c1', asked: { thing: 'light-1', power: true } },
      { step: 'ask', thing: 'light-1', command: 'c1', power: true, traceId: 't', taskToken: execution.arn },
    ]);
    workflows.tokens.succeed(execution.arn, { thing: 'light-1', power: true });
    await settled();
    expect(steps()).toEqual(['next', 'ask', 'end succeeded']);
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('resends if there is no answer, and fails with NoAnswer after expiry', async () => {
    const { execution, clock, steps, metrics } = startWorkflow({ next: ['ask', 'ask', 'expire'] });
    await settled();
    await pass(clock, 10);
    expect(steps()).toEqual(['next', 'ask', 'next', 'ask']);
    await pass(clock, 10);
    expect(steps().slice(4)).toEqual(['next', 'end expired']);
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'NoAnswer' });
    expect(metrics.series('aws.states.executions_failed')[0]?.minutes[0]?.sum).toBe(1);
  });

  test('succeeds if the command is cancelled while the workflow waits or before it resends', async () => {
    const waiting = startWorkflow();
    await settled();
    waiting.workflows.tokens.fail(waiting.execution.arn, { error: 'Cancelled', cause: '' });
    await settled();
    expect([waiting.steps().at(-1), waiting.execution.status]).toEqual(['end cancelled', 'SUCCEEDED']);
    const before = startWorkflow({ next: ['cancel'] });
    await settled();
    expect([before.steps(), before.execution.status]).toEqual([['next', 'end cancelled'], 'SUCCEEDED']);
  });

  test('succeeds without sending if another command is in progress', async () => {
    const { execution, steps } = startWorkflow({ next: ['refuse'] });
    await settled();
    expect([steps(), execution.status]).toEqual([['next'], 'SUCCEEDED']);
  });

  test.each(['next', 'ask'])(
    'ends the command and fails with NotAsked if the function fails in the step %s',
    async (fails) => {
      const { execution, clock, steps } = startWorkflow({ fails });
      await settled();
      await pass(clock, 70);
      expect(steps().at(-1)).toBe('end failed');
      expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'NotAsked' });
    },
  );

  test('retries the final step if it fails, and fails if the retries fail', async () => {
    const { execution, clock, steps, workflows } = startWorkflow({ fails: 'end' });
    await settled();
    workflows.tokens.succeed(execution.arn, {});
    await settled();
    await pass(clock, 70);
    expect(steps().filter((step) => step === 'end succeeded')).toHaveLength(6);
    expect(execution.status).toBe('FAILED');
  });
});

describe('the power-commands workflow', () => {
  const commands = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      command: `c${index}`,
      input: { thing: `light-${index}`, power: true },
    }));

  /** Runs both workflows; `next` determines the result of each command. */
  async function run(count: number, next: (command: string) => string, mayStart = true) {
    const parts = platform({
      states: one.States,
      handler: (event) =>
        isStep(event) && event.step === 'next'
          ? { thing: 't', power: true, traceId: 't', next: next(String(event['command'])), seconds: 10 }
          : null,
    });
    const role = 'arn:aws:iam::000000000000:role/power-commands';
    const declared = { name: 'power-commands', arn: manyArn, role, traced: false, logGroup: undefined };
    parts.workflows.declare({ ...declared, definition: JSON.stringify(many) });
    // declare the role only in this case, because undeclared roles have all permissions
    if (!mayStart)
      parts.authorizer.roles.declare({
        arn: role,
        name: 'power-commands',
        trust: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
        boundary: undefined,
      });
    const input = JSON.stringify({ owner: 'ann', commands: commands(count) });
    const execution = parts.workflows.start({ workflowArn: manyArn, name: 'g1', input, cause: undefined });
    await settled(300);
    return { ...parts, execution, children: () => parts.workflows.executions(arn) };
  }

  test('runs two commands at a time, each with its own id, and finishes with the last command', async () => {
    const { execution, workflows, children } = await run(3, () => 'ask');
    expect(children().map(({ name, input }) => [name, input])).toEqual(
      commands(2).map(({ command: id, input }) => [id, JSON.stringify(input)]),
    );
    for (const { arn: token } of children()) workflows.tokens.succeed(token, {});
    await settled(300);
    expect(children().map(({ name, status }) => [name, status])).toContainEqual(['c2', 'RUNNING']);
    for (const { arn: token, status } of children()) if (status === 'RUNNING') workflows.tokens.succeed(token, {});
    await settled(300);
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('continues while failures are within the tolerance', async () => {
    const { execution, children } = await run(4, (id) => (id < 'c2' ? 'expire' : 'refuse'));
    expect(children()).toHaveLength(4);
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('sends no more commands after too many failures, and fails with TooManyFailed', async () => {
    const { execution, children } = await run(20, () => 'expire');
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'TooManyFailed' });
    expect(children().length).toBeLessThan(14);
  });

  test('fails with NotRun if the role is not allowed to start executions', async () => {
    const { execution, children } = await run(2, () => 'ask', false);
    expect(result(execution)).toMatchObject({ status: 'FAILED', error: 'NotRun' });
    expect(children()).toEqual([]);
  });
});

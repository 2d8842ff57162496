import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { localAccount } from '@himeshima/local-aws';
import { poll } from '@himeshima/local-aws/testing';
import { devicePower } from './power-steps';
import { check, type Step, type Story } from './story';

async function runCommand({ clients }: Story, input: { thing: string; power: boolean }) {
  const { executionArn } = await clients.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: `arn:aws:states:${clients.region}:${localAccount}:stateMachine:power-command`,
      input: JSON.stringify(input),
    }),
  );
  return poll(
    async () => {
      const execution = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING' ? undefined : execution;
    },
    'the finished workflow',
    15,
  );
}

export const isAnswered: Step = {
  title: 'the power-command workflow sends light-1 a command, and the device responds',
  async run(story) {
    const { status } = await runCommand(story, { thing: 'light-1', power: false });
    const item = await poll(async () => {
      const found = await devicePower(story.clients);
      return found?.['power']?.BOOL === false ? found : undefined;
    }, 'off in device-power');
    return [
      check('execution', 'SUCCEEDED', status),
      check('the light', false, story.light?.power),
      check(
        'device-power',
        { power: false, since: undefined },
        { power: item['power']?.BOOL, since: item['since']?.N },
      ),
    ];
  },
};

const monitor = 'states_executions_failed';

export const notifiesOnCall: Step = {
  title: `a power command to an offline device fails; ${monitor} alerts and recovers (the clock runs fast)`,
  async run(story) {
    const { platform } = story;
    await platform.setSpeed(120);
    const { status, error } = await runCommand(story, { thing: 'light-2', power: true });
    const changed = (to: string) =>
      platform.event(
        (event) => event.kind === 'monitor' && event['monitor'] === monitor && event['to'] === to,
        `${monitor} → ${to}`,
        15,
      );
    const alert = await changed('Alert');
    const recovery = await changed('OK');
    await platform.setSpeed(1);
    const sent = platform.events.find((event) => event.kind === 'monitor-message' && event['monitor'] === monitor);
    return [
      check('execution', { status: 'FAILED', error: 'NoAnswer' }, { status, error }),
      check(
        monitor,
        ['OK → Alert', 'Alert → OK'],
        [alert, recovery].map((event) => `${event['from']} → ${event['to']}`),
      ),
      {
        expected: 'a notification with the name of the monitor',
        readBack: `${sent?.['title']}: ${String(sent?.['text']).split('\n', 1)[0]}`,
        holds: String(sent?.['title']).includes('監視'),
      },
    ];
  },
};

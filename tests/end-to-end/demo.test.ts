import { killCommands, runCommand } from '../command-process';

const deadlineSeconds = 60;
jest.setTimeout((deadlineSeconds + 5) * 1000);
afterAll(killCommands);

const titles = [
  'light-1 connects with its certificate',
  'an application sets the desired power to on; the device receives the delta, switches on and reports its state',
  'the rule matches; power-on stores the time at which light-1 was switched on',
  'the documents rule stored the shadow before and after the change',
  'a message that power-on cannot process is retried, raises an alert with its request id, and is kept (the clock runs fast)',
  "a rule that has lost its permission runs its error action with the device's message",
  'the power-command workflow sends light-1 a command, and the device responds',
  'a power command to an offline device fails; states_executions_failed alerts and recovers',
  'a client with a certificate from another authority is rejected; light-1 cannot update light-2',
];

describe('npm run demo', () => {
  test.concurrent('verifies every step of the scenario and exits with 0', async () => {
    const { code, stdout, stderr } = await runCommand('demo', [], deadlineSeconds);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('✗');
    for (const [index, title] of titles.entries()) expect(stdout).toContain(`${index + 1}  ${title}`);
    expect(stdout).toContain(`${titles.length} steps verified in`);
  });

  test.concurrent('exits with 1 if the permission to invoke power-on is missing, and reports the step that requires the permission', async () => {
    const without = ['--without', 'aws_lambda_permission.power_on_rule_invokes_power_on'];
    const { code, stdout, stderr } = await runCommand('demo', without, deadlineSeconds);
    expect(code).toBe(1);
    expect(stderr).toBe(`✗ step 3 failed: ${titles[2]}\n`);
    expect(stdout).toContain('✗');
    expect(stdout).not.toContain(titles[3]);
  });

  test.concurrent('exits with 1 and an error for an unknown resource in --without', async () => {
    const { code, stderr } = await runCommand('demo', ['--without', 'aws_sqs_queue.absent'], deadlineSeconds);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '✗ --without aws_sqs_queue.absent: no such resource or data source is declared\n',
    });
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandServer, killCommands, runCommand } from './command-process';

const deadlineSeconds = 20;
jest.setTimeout((deadlineSeconds + 5) * 1000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-policy-'));
const commands = commandServer();
afterAll(async () => {
  killCommands();
  await commands.end();
  rmSync(folder, { recursive: true });
});

/** Returns the expected result of an invalid command: one line that a user can act on, and exit code 1. */
const errorResult = (text: string) => ({ code: 1, stdout: '', stderr: `✗ ${text}\n` });

describe('npm run policy', () => {
  const policy = (...args: string[]) => commands.run('policy', args);
  const lambda = { function_name: 'light' };
  const planOf = (change: object, type = 'aws_lambda_function') => {
    const file = join(mkdtempSync(join(folder, 'plan-')), 'plan.json');
    const resource = { address: `${type}.light`, type, name: 'light', change };
    writeFileSync(file, JSON.stringify({ resource_changes: [resource] }));
    return file;
  };

  test.concurrent('rejects an unknown format with a list of the known formats', async () => {
    expect(await policy('--format', 'xml')).toEqual(
      errorResult('unknown --format xml; use terminal, json or codequality'),
    );
  });

  test.concurrent('rejects an invalid date', async () => {
    expect(await policy('--today=31.12.2026')).toEqual(
      errorResult('invalid --today "31.12.2026": expected a date, for example 2026-11-24'),
    );
  });

  test.concurrent('rejects an empty environment', async () => {
    expect(await policy('--env', '')).toEqual(errorResult('invalid --env "": expected the name of an environment'));
  });

  test.concurrent('names the format of a file that is not a plan', async () => {
    const file = join(folder, 'cdk.tf.json');
    writeFileSync(file, JSON.stringify({ resource: { aws_sqs_queue: { jobs: { name: 'jobs' } } } }));
    expect(await policy('--plan', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^✗ \S+ is a configuration synthesized by CDK for Terraform, not a plan; [^\n]+\n$/,
      ),
    });
  });

  test.concurrent('reads a plan from standard input', async () => {
    const text = readFileSync(planOf({ actions: ['create'], before: null, after: lambda, after_unknown: {} }), 'utf8');
    const args = ['--plan', '-', '--stack', 'lights', '--format', 'json'];
    const { code, stdout } = await runCommand('policy', args, deadlineSeconds, {}, text);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).open).toContainEqual(expect.objectContaining({ stack: 'lights', path: '-' }));
  });

  test.concurrent('fails for findings in a plan, and writes a report for GitLab', async () => {
    const file = planOf({ actions: ['create'], before: null, after: lambda, after_unknown: {} });
    const { code, stdout } = await policy('--plan', file, '--format', 'codequality', '--today');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ check_name: 'lambda-json-logs', location: { path: file, lines: { begin: 1 } } }),
    );
  });

  test.concurrent('reports policies that it cannot read and therefore has not checked', async () => {
    const odd = { policy: '{"Statement": 5}' };
    const file = planOf({ actions: ['no-op'], before: odd, after: odd }, 'aws_iam_policy');
    const { code, stdout } = await policy('--plan', file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ aws_iam_policy\.light: policy could not be read and was not checked \(.*; plan\)$/m);
    expect(stdout).toMatch(/^✗ \d+ checks, 1 stack: no open findings, 1 unreadable$/m);
    const quality = await policy('--plan', file, '--format', 'codequality');
    expect([quality.code, JSON.parse(quality.stdout)]).toEqual([
      1,
      [
        expect.objectContaining({
          check_name: 'cannot-be-judged',
          description: expect.stringMatching(
            /^policy of aws_iam_policy\.light is not checked because it cannot be read/,
          ),
        }),
      ],
    ]);
  });

  test.concurrent('passes for a plan with nothing to check', async () => {
    const { code, stdout } = await policy('--plan', planOf({ actions: ['delete'], before: lambda, after: null }));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^✓ \d+ checks, 1 stack: no open findings\n$/),
    });
  });
});

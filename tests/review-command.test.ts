import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { situations } from '../commands/generated-pages/review-situations';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { dev } from '../config/dev';
import { commandServer, killCommands, runCommand } from './command-process';

jest.setTimeout(180_000);

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'himeshima-review-command-'));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const commands = commandServer();
let plan: string;
let careless: string;
beforeAll(async () => {
  await synthesizeIfStale(root, dev);
  const stack = JSON.parse(readFileSync(join(root, 'cdktf.out', 'stacks', dev.stack, 'cdk.tf.json'), 'utf8'));
  plan = file('loosened.json', JSON.stringify(situations[0]?.plan(stack)));
  careless = file(
    'careless.json',
    JSON.stringify(situations.find(({ title }) => /finding/.test(title))?.plan(stack), null, 2),
  );
});
afterAll(async () => {
  await commands.end();
  killCommands();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run review', () => {
  test('reports dangers in the first line, and fails with --fail-on danger', async () => {
    const { code, stdout, stderr } = await runCommand('review', ['--plan', plan, '--fail-on', 'danger'], 60);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '✗ 1 danger (--fail-on danger)\n' });
    expect(stdout.split('\n')[0]).toMatch(
      /^### 🟠 `dev` · Weaker alerting: .*alerts at 3 instead of 1 in 5 minutes\.$/,
    );
  });

  test('fails with --fail-on danger on a plan that cannot be applied', async () => {
    const path = file('errored.json', JSON.stringify({ format_version: '1.2', errored: true, resource_changes: [] }));
    expect(await commands.run('review', ['--plan', path, '--fail-on', 'danger'])).toMatchObject({
      code: 2,
      stderr: '✗ 1 plan cannot be applied (--fail-on danger)\n',
    });
  });

  test('prints plain text when piped, and JSON on request', async () => {
    const [terminal, json, widget] = await Promise.all(
      ['terminal', 'json', 'widget'].map((format) => commands.run('review', ['--plan', plan, '--format', format])),
    );
    expect(terminal?.stdout).toMatch(/^! dev · Weaker alerting: /);
    expect(terminal?.stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
    const [shown = 'nothing'] = /^! .*$/m.exec(readFileSync(join(root, 'docs', 'commands.md'), 'utf8')) ?? [];
    expect(terminal?.stdout.replace(/\s+/g, ' ')).toContain(shown);
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject({
      version: 1,
      reviews: [{ counts: { update: 2 }, dangers: [{ kind: 'weaker alerting' }] }],
    });
    expect(JSON.parse(widget?.stdout ?? '')).toEqual({ create: 0, update: 2, delete: 0 });
  });

  test('writes a report of new findings for GitLab, and fails on new findings with --fail-on finding', async () => {
    const options = ['--format', 'codequality', '--fail-on', 'finding'];
    const [found, none] = await Promise.all(
      [careless, plan].map((one) => commands.run('review', ['--plan', one, ...options])),
    );
    expect(found).toMatchObject({ code: 2, stderr: '✗ 1 new finding (--fail-on finding)\n' });
    const lines = readFileSync(careless, 'utf8').split('\n');
    const begin = lines.findIndex((line) => line.includes('"address": "aws_iot_topic_rule.power_on"')) + 1;
    expect(begin).toBeGreaterThan(1);
    const location = { path: careless, lines: { begin } };
    expect(JSON.parse(found?.stdout ?? '')).toEqual([
      expect.objectContaining({ check_name: 'protection-removed', location }),
      expect.objectContaining({ check_name: 'iot-rule-error-action', location }),
    ]);
    expect(none).toMatchObject({ code: 0, stderr: '' });
    // the report contains dangers, although they are not findings
    expect(JSON.parse(none?.stdout ?? '')).toEqual([
      expect.objectContaining({ check_name: 'weaker-alerting', severity: 'major', location: expect.anything() }),
    ]);
  });

  test('resolves the path of a plan relative to the folder in which npm was called (npm --prefix)', async () => {
    const args = ['--plan', 'loosened.json', '--format', 'widget'];
    expect(await runCommand('review', args, 60, { INIT_CWD: folder })).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['markdown', 'terminal', 'json', 'widget', 'codequality'])(
    'reads standard input for %s',
    async (format) => {
      const args = ['-', '--stack', 'lights', '--format', format];
      const text = readFileSync(plan, 'utf8');
      const { code, stdout, stderr } = await runCommand('review', args, 60, {}, text);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      if (format === 'codequality')
        expect(JSON.parse(stdout)[0]?.location).toEqual({ path: 'stdin', lines: { begin: 1 } });
      else if (format !== 'widget') expect(stdout).toMatch(/\blights\b/);
    },
  );

  test("applies a stack's accepted findings to its plan in any folder", async () => {
    const table = { name: 't', tags_all: { project: 'himeshima', environment: 'dev' } };
    const created = {
      address: 'aws_dynamodb_table.devices',
      mode: 'managed',
      type: 'aws_dynamodb_table',
      name: 'devices',
      change: { actions: ['create'], before: null, after: table, after_unknown: {} },
    };
    const path = file('plan.json', JSON.stringify({ format_version: '1.2', resource_changes: [created] }));
    const options = ['--plan', path, '--format', 'json'];
    const [unnamed, named] = await Promise.all(
      [options, [...options, '--stack', dev.stack]].map((args) => commands.run('review', args)),
    );
    const checks = (stdout = '{}') =>
      JSON.parse(stdout).reviews[0].findings.added.map(({ check }: { check: string }) => check);
    expect(checks(unnamed?.stdout)).not.toContain('dynamodb-deletion-protection');
    expect(unnamed?.stderr).toBe('');
    expect(checks(named?.stdout)).not.toContain('dynamodb-deletion-protection');
    expect(named?.stderr).toBe('');
  });

  test('compares the synthesized stacks of two commits, without a plan', async () => {
    const { code, stdout, stderr } = await runCommand('review', ['--base', 'HEAD'], 150);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // accept both results, because uncommitted changes determine whether a stack of this environment changes
    expect(stdout).toMatch(/^stacks? `himeshima-dev.*without a Terraform plan/m);
    if (stdout.startsWith('### ⚪'))
      expect(stdout).toContain('stacks `himeshima-dev-foundation` and `himeshima-dev` · ');
  });

  test('reports that git is missing', async () => {
    const { code, stderr } = await runCommand('review', ['--base', 'HEAD'], 60, { PATH: '/nowhere' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '✗ git cannot be started (spawnSync git ENOENT); is it installed?\n',
    });
  });

  test.each([
    ['nothing', () => [], /^✗ nothing to review: expected a plan file or --base REF .*\n$/],
    ['both', () => ['--plan', plan, '--base', 'HEAD'], /^✗ --plan and --base cannot be combined; .* a commit\n$/],
    ['the same plan twice', () => ['--plan', plan, '--plan', plan], /^✗ --plan .*loosened\.json is given twice; .*\n$/],
    [
      'standard input twice',
      () => ['--plan', '-', '--plan', '-'],
      /^✗ - is given twice; standard input can be read only once\n$/,
    ],
    [
      'empty standard input',
      () => ['--plan', '-'],
      /^✗ standard input is empty; create the plan JSON with terraform show -json .*\n$/,
    ],
    [
      'fewer stacks than plans',
      () => ['--plan', plan, '--plan', careless, '--stack', 'a'],
      /^✗ 2 plans, but 1 --stack; name every stack, in the order of the plans\n$/,
    ],
    [
      'two plans for one stack',
      () => ['--plan', plan, '--plan', careless, '--stack', 'a', '--stack', 'a'],
      /^✗ \S*loosened\.json and \S*careless\.json are both plans for the stack a; .*\n$/,
    ],
    ['a stack without a plan', () => ['--base', 'HEAD', '--stack', 'a'], /^✗ --stack requires --plan FILE\n$/],
    ['a scope without notes', () => ['--plan', plan, '--scope', 'a'], /^✗ --scope sets the owner of the notes; .*\n$/],
    [
      'a note for an unknown stack',
      () => ['drift', '--plan', plan],
      /^✗ drift cannot tell which stack \S*loosened\.json belongs to; add --stack NAME, .*\n$/,
    ],
    [
      'a file with a [command] line',
      () => ['--plan', file('wrapped.json', '[command]/home/runner/work/_temp/a/terraform-bin show -json plan\n{}\n')],
      /^✗ \S*wrapped\.json begins with a \[command\] line .*; set terraform_wrapper: false .*\n$/,
    ],
    [
      'a file with invalid JSON in the middle',
      () => ['--plan', file('broken.json', '{"resource_changes":[\n  {"address": oops}\n]}')],
      /^✗ \S*broken\.json is not valid JSON: unexpected "o" at line 2, column 15; .*\n$/,
    ],
    [
      'an argument with terminal control characters',
      () => ['--plan', '/nowhere/\u001b[31m\u202e.json'],
      /^✗ --plan \/nowhere\/\uFFFD\[31m\uFFFD\.json cannot be read: no such file or directory\n$/,
    ],
    ['a folder', () => ['--plan', 'docs'], /^✗ --plan docs cannot be read: it is a directory\n$/],
    [
      'an unknown commit',
      () => ['--base', 'nowhere'],
      /^✗ --base nowhere is not a commit in this clone; run git fetch first\n$/,
    ],
    [
      'a commit that looks like an option',
      () => ['--base=--help'],
      /^✗ --base --help is not a commit in this clone; run git fetch first\n$/,
    ],
    [
      'a missing file',
      () => ['--plan', '/nowhere/plan.json'],
      /^✗ --plan \/nowhere\/plan.json cannot be read: no such file or directory\n$/,
    ],
    [
      'a file that is not a plan',
      () => ['--plan', 'package.json'],
      /^✗ package\.json is JSON, but not a Terraform plan; create the plan JSON with terraform show -json .*\n$/,
    ],
    [
      'a truncated file',
      () => ['--plan', file('cut.json', '{"resource_changes":[')],
      /^✗ .*cut\.json is truncated: the JSON ends unexpectedly; .*\n$/,
    ],
    [
      'an unknown format',
      () => ['--plan', plan, '--format', 'pdf'],
      /^✗ unknown --format pdf; use markdown, gitlab, github, html, terminal, json, widget, codequality or sarif\n$/,
    ],
    [
      'an unknown condition',
      () => ['--plan', plan, '--fail-on', 'drift'],
      /^✗ unknown --fail-on drift; use danger, finding or never\n$/,
    ],
    [
      'a pipeline without variables',
      () => ['post', '--plan', plan],
      /^✗ CI_API_V4_URL, CI_PROJECT_ID and CI_MERGE_REQUEST_IID are not set; .*\. REVIEW_TOKEN is not set; .*\n$/,
    ],
    [
      'a format for a note',
      () => ['post', '--plan', plan, '--format', 'json'],
      /^✗ --format json has no effect on post, .*\n$/,
    ],
    ['an empty environment', () => ['--plan', plan, '--env', ''], /^✗ invalid --env "": expected .*\n$/],
    ['an empty plan', () => ['--plan', ''], /^✗ invalid --plan "": expected a file, or - for standard input\n$/],
    [
      'a folder without metrics',
      () => ['--plan', plan, '--series', '.'],
      /^✗ --series \. must contain only exported metrics \(docs\/guides\/test-a-monitor\.md\): .* is not an export of metrics \(.*\n$/,
    ],
    ['an unknown environment', () => ['--base', 'HEAD', '--env', 'nowhere'], /^✗ unknown environment "nowhere"; .*\n$/],
  ] as const)('rejects %s with one line and exit code 1', async (_, args, line) => {
    const variables = { CI_API_V4_URL: '', CI_PROJECT_ID: '', CI_MERGE_REQUEST_IID: '', REVIEW_TOKEN: '' };
    const answer = await commands.run('review', args(), variables);
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { situations } from '../commands/documenting/review-situations';
import { bringUpToDate } from '../commands/running/up-to-date';
import { dev } from '../config/dev';
import { killCommands, runCommand } from './end-to-end/command-process';

jest.setTimeout(180_000);

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'himeshima-review-command-'));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
let plan: string;
let careless: string;
beforeAll(async () => {
  await bringUpToDate(root, dev);
  const stack = JSON.parse(readFileSync(join(root, 'cdktf.out', 'stacks', dev.stack, 'cdk.tf.json'), 'utf8'));
  plan = file('loosened.json', JSON.stringify(situations[0]?.plan(stack)));
  careless = file(
    'careless.json',
    JSON.stringify(situations.find(({ title }) => /findings/.test(title))?.plan(stack), null, 2),
  );
});
afterAll(() => {
  killCommands();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run review', () => {
  test('names what is dangerous in its first line, and fails on it where that is asked', async () => {
    const { code, stdout, stderr } = await runCommand('review', ['--plan', plan, '--fail-on', 'danger'], 60);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout.split('\n')[0]).toMatch(
      /^### 🟠 Changes 1 monitor\. Weaker alerting: .*alerts at 3 in 5 minutes instead of 1\.$/,
    );
  });

  test('is plain text in a terminal that is none, and JSON for programs', async () => {
    const [terminal, json, widget] = await Promise.all(
      ['terminal', 'json', 'widget'].map((format) => runCommand('review', ['--plan', plan, '--format', format], 60)),
    );
    expect(terminal?.stdout).toMatch(/^● Changes 1 monitor\./);
    expect(terminal?.stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject([
      { counts: { update: 2 }, dangers: [{ kind: 'weaker alerting' }] },
    ]);
    expect(JSON.parse(widget?.stdout ?? '')).toEqual({ create: 0, update: 2, delete: 0 });
  });

  test('reports the findings that are new to GitLab, and fails on them where that is asked', async () => {
    const asked = ['--format', 'codequality', '--fail-on', 'finding'];
    const [found, none] = await Promise.all(
      [careless, plan].map((one) => runCommand('review', ['--plan', one, ...asked], 60)),
    );
    expect(found?.code).toBe(2);
    const lines = readFileSync(careless, 'utf8').split('\n');
    const begin = lines.findIndex((line) => line.includes('"address": "aws_iot_topic_rule.power_on"')) + 1;
    expect(begin).toBeGreaterThan(1);
    expect(JSON.parse(found?.stdout ?? '')).toEqual([
      expect.objectContaining({ check_name: 'iot-rule-error-action', location: { path: careless, lines: { begin } } }),
    ]);
    expect(none).toMatchObject({ code: 0, stderr: '' });
    // what is dangerous stands in the report, and is no finding
    expect(JSON.parse(none?.stdout ?? '')).toEqual([
      expect.objectContaining({ check_name: 'weaker-alerting', severity: 'major', location: expect.anything() }),
    ]);
  });

  test('compares what two commits synthesize, without a plan', async () => {
    const { code, stdout, stderr } = await runCommand('review', ['--base', 'HEAD'], 150);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // nothing changes in the stacks that this environment has, or some do
    expect(stdout).toMatch(/^### .*\nstacks? `himeshima-dev.*without a plan/);
    if (stdout.startsWith('### ⚪'))
      expect(stdout).toContain('stacks `himeshima-dev-foundation` and `himeshima-dev` · ');
  });

  test('without git says so', async () => {
    const { code, stderr } = await runCommand('review', ['--base', 'HEAD'], 60, { PATH: '/nowhere' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '✗ git cannot be started (spawnSync git ENOENT); is it installed?\n',
    });
  });

  test.each([
    ['nothing', () => [], /^✗ what is to be reviewed\? .*--plan FILE.*\n$/],
    ['both', () => ['--plan', plan, '--base', 'HEAD'], /^✗ --plan and --base are both given: .*, not both\n$/],
    ['the same plan twice', () => ['--plan', plan, '--plan', plan], /^✗ --plan .*loosened\.json is given twice; .*\n$/],
    ['a folder', () => ['--plan', 'docs'], /^✗ --plan docs cannot be read: it is a folder\n$/],
    ['a commit that is none', () => ['--base', 'nowhere'], /^✗ --base nowhere: git knows no such commit here; .*\n$/],
    [
      'a commit that looks like an option',
      () => ['--base=--help'],
      /^✗ --base --help: git knows no such commit here; .*\n$/,
    ],
    [
      'a file that is not there',
      () => ['--plan', '/nowhere/plan.json'],
      /^✗ --plan \/nowhere\/plan.json cannot be read: there is none\n$/,
    ],
    [
      'a file that is no plan',
      () => ['--plan', 'package.json'],
      /^✗ package\.json is JSON, but no plan; terraform show -json .*\n$/,
    ],
    [
      'a file that is cut off',
      () => ['--plan', file('cut.json', '{"resource_changes":[')],
      /^✗ .*cut\.json is cut off: .*\n$/,
    ],
    [
      'a format that is unknown',
      () => ['--plan', plan, '--format', 'pdf'],
      /^✗ --format pdf is not known; known: .*\n$/,
    ],
    ['a pipeline that is none', () => ['post', '--plan', plan], /^✗ CI_API_V4_URL is missing: .*\n$/],
    [
      'an environment that is unknown',
      () => ['--base', 'HEAD', '--env', 'nowhere'],
      /^✗ unknown environment nowhere; .*\n$/,
    ],
  ] as const)('%s ends with one line and exit 1', async (_, args, line) => {
    const variables = { CI_API_V4_URL: '', CI_PROJECT_ID: '', CI_MERGE_REQUEST_IID: '', REVIEW_TOKEN: '' };
    const answer = await runCommand('review', args(), 60, variables);
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
  });
});

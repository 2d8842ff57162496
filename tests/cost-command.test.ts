import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { commandServer } from './command-process';

// the timeout is long, because the first test synthesizes the stacks if necessary
const deadlineSeconds = 60;
jest.setTimeout((deadlineSeconds + 5) * 1000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-cost-'));
const commands = commandServer();
afterAll(async () => {
  await commands.end();
  rmSync(folder, { recursive: true });
});

/** Runs `npm run cost` for a region that has prices, independently of config/. */
const cost = (...args: string[]) => commands.run('cost', ['--region=ap-northeast-1', ...args]);

/** Returns the expected result of an invalid command: one line that a user can act on, and exit code 1. */
const errorResult = (text: string) => ({ code: 1, stdout: '', stderr: `✗ ${text}\n` });

function pricesFile(content: unknown): string {
  const file = join(mkdtempSync(join(folder, 'prices-')), 'prices.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('npm run cost with invalid options', () => {
  test.concurrent.each(['0', '-5', '1.5', 'many', '1e3', ''])('rejects --devices %s', async (devices) => {
    expect(await cost(`--devices=${devices}`)).toEqual(
      errorResult(`invalid --devices "${devices}": expected a positive integer, for example 100000`),
    );
  });

  test.concurrent.each(['1/fortnight', '0/min', '-1/min', 'often', '1', '/min'])('rejects --rate %s', async (rate) => {
    expect(await cost(`--rate=${rate}`)).toEqual(
      errorResult(`invalid --rate "${rate}": expected a rate, for example 2/s, 1/min, 4/h or 1/day`),
    );
  });

  test.concurrent("rejects a rate above AWS IoT's limit", async () => {
    expect(await cost('--rate', '200/s')).toEqual(
      errorResult('invalid --rate "200/s": expected at most 100/s, beyond which AWS IoT discards messages'),
    );
  });

  test.concurrent('rejects a region without known prices', async () => {
    expect(await cost('--region', 'mars-north-1')).toEqual(
      errorResult(
        'no prices for --region mars-north-1; known regions: ap-northeast-1, eu-central-1, us-east-1; for other regions, use --prices FILE, which must contain the region and date',
      ),
    );
  });

  test.concurrent('rejects an unknown environment', async () => {
    expect(await cost('--env', 'mars')).toEqual(
      errorResult('unknown environment "mars"; known: dev, staging, prod (config/environments.ts)'),
    );
  });

  test.concurrent('rejects a price file that is missing or not JSON', async () => {
    expect(await cost('--prices', 'nowhere.json')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^✗ cannot read --prices nowhere\.json: no such file or directory\n$/),
    });
    const file = pricesFile('prices: none');
    expect(await cost('--prices', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^✗ invalid JSON in --prices \S+: [^\n]+\n$/),
    });
  });

  test.concurrent.each<[unknown, RegExp]>([
    [{ prices: { 'iot.message': { usd: -1 } } }, /, prices\.iot\.message\.usd: /],
    [{ prices: { 'iot.massage': { usd: 1 } } }, /, prices: Unrecognized key: "iot\.massage"/],
    [{ prices: { 'iot.message': { usd: 1, par: 5 } } }, /, prices\.iot\.message: /],
    [{ currency: 'JPY', prices: {} }, /, currency: /],
    [{ prices: {}, date: 'yesterday' }, /, date: /],
    [[], /: Invalid input/],
    [{ region: 'eu-west-1', prices: {} }, / is for eu-west-1, but --region is ap-northeast-1/],
  ])('rejects a price file with %j', async (content, problem) => {
    const { code, stdout, stderr } = await cost('--prices', pricesFile(content));
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toMatch(problem);
  });

  test.concurrent('rejects a --base that is not a commit', async () => {
    expect(await cost('--base', 'no-such-commit')).toEqual(
      errorResult('--base no-such-commit is not a commit in this clone; run git fetch first'),
    );
  });
});

const Estimate = z.object({
  bill: z.object({
    total: z.number(),
    lines: z.array(
      z.object({ name: z.string(), slice: z.string(), resource: z.string(), what: z.string(), monthly: z.number() }),
    ),
    unknowns: z.array(z.object({ name: z.string() })),
  }),
});

describe('npm run cost', () => {
  test('estimates the cost of each rule and lists items with unknown usage', async () => {
    const { code, stdout, stderr } = await cost('--devices', '100000', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { bill } = Estimate.parse(JSON.parse(stdout));
    const power = bill.lines.filter(({ resource }) => resource === 'aws_iot_topic_rule.power_on');
    expect(power.map(({ what }) => what)).toEqual(['triggered by power reports', 'actions for power reports']);
    expect(power.every(({ monthly }) => monthly > 0)).toBe(true);
    expect(bill.unknowns.map(({ name }) => name)).toContain('datadog.custom-metric');
    expect(bill.lines.map(({ name }) => name)).not.toContain('datadog.custom-metric');
  });

  test('uses the prices of the given region, and lists the prices that come from another region', async () => {
    const { code, stdout } = await cost('--region=eu-central-1');
    expect(code).toBe(0);
    expect(stdout).toContain('prices of another region, because eu-central-1 has no price for them');
    expect(stdout).toMatch(/us-east-1: [^:]*kinesis\.shard-hour/);
    expect(stdout).not.toMatch(/us-east-1: [^:]*dynamodb\.write-unit/);
  });

  test('uses the prices in a file', async () => {
    const prices = pricesFile({ prices: { 'datadog.custom-metric': { usd: 7, source: 'our contract' } } });
    const { bill } = Estimate.parse(JSON.parse((await cost('--prices', prices, '--json')).stdout));
    expect(bill.lines).toContainEqual(expect.objectContaining({ name: 'datadog.custom-metric', monthly: 70 }));
  });

  test('prints the cost, the exclusions and an example', async () => {
    const { stdout } = await cost('--rate', '4/h');
    expect(stdout).toContain('10,000 devices, 4/h each · ap-northeast-1 · USD per month');
    expect(stdout).toContain('Free tiers, data transfer and taxes are not included.');
    expect(stdout).toMatch(/ {2}price unknown, not included\n/);
    expect((await cost('--help')).stdout).toContain('Example:\n  npm run cost -- --devices 100000');
  });
});

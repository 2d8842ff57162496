import { join } from 'node:path';
import { startScreenText } from './start-screen';

const linesOf = (changes: Partial<Parameters<typeof startScreenText>[0]> = {}) => {
  const directory = join(process.cwd(), '.shop');
  return startScreenText({
    title: 'shop dev',
    profile: 'shop',
    exampleTable: 'device-power',
    applied: { resources: 2, monitors: 1, notSimulated: ['DynamoDB time to live', 'encryption at rest'], ignored: [] },
    mqttPort: 8883,
    endpoint: 'http://127.0.0.1:4566',
    things: ['light-1'],
    shadowThing: 'light-1',
    tables: ['device-power', 'shadow-history'],
    stackDirectories: [join(process.cwd(), 'cdktf.out', 'stacks', 'shop-dev')],
    directory,
    awsConfig: join(directory, 'aws-config'),
    seconds: 0.54,
    evaluationDelaySeconds: 0,
    rates: 1,
    verbose: false,
    width: undefined,
    ...changes,
  }).split('\n');
};
const pasted = (lines: readonly string[]) =>
  lines.slice(
    lines.findIndex((line) => line.startsWith('  try')),
    -1,
  );
const scan = 'AWS_CONFIG_FILE=.shop/aws-config AWS_PROFILE=shop aws dynamodb scan --table-name device-power';

test('prints commands that publish as the first device, wait for the cold start, and scan the table that receives the message', () => {
  expect(pasted(linesOf())).toEqual([
    expect.stringMatching(/^ {2}try {3}mosquitto_pub .*--cert \.shop\/devices\/light-1\/cert\.pem .* \\$/),
    expect.stringMatching(/^ {10}-t '\$aws\/things\/light-1\/shadow\/update' -m '.*'$/),
    '        sleep 2',
    `        ${scan}`,
  ]);
});

test('quotes a folder name that contains a space', () => {
  const directory = join(process.cwd(), 'a b');
  const lines = pasted(linesOf({ directory, awsConfig: join(directory, 'aws-config') }));
  expect(lines[0]).toContain("--cafile 'a b/ca.pem' --cert 'a b/devices/light-1'/cert.pem");
  expect(lines.at(-1)).toContain("AWS_CONFIG_FILE='a b/aws-config' AWS_PROFILE");
});

test('uses the last table in the scan command if there is no example table', () => {
  expect(pasted(linesOf({ tables: ['one', 'two'] })).at(-1)).toContain('--table-name two');
});

test('shows the parent folder of several stacks', () => {
  const stackDirectories = ['dev', 'dev-foundation'].map((name) => join(process.cwd(), 'cdktf.out', 'stacks', name));
  expect(linesOf({ stackDirectories })[0]).toContain('monitors from cdktf.out/stacks · ready');
});

test('prints only the scan command, with its label, if there is no device', () => {
  expect(pasted(linesOf({ things: [], shadowThing: undefined }))).toEqual([`  try   ${scan}`]);
});

test('prints no commands if no device may update its shadow and there is no example table', () => {
  const lines = linesOf({ shadowThing: undefined, exampleTable: undefined });
  expect(lines.filter((line) => /try|scan/.test(line))).toEqual([]);
  expect(lines.slice(-2)).toEqual([expect.stringContaining('monitors are evaluated'), '']);
});

test.each([
  ['one thing', ['a'], '   device .shop/devices/a/'],
  ['several things', ['a', 'b'], '   devices .shop/devices/: a, b'],
  ['many things', ['a', 'b', 'c', 'd', 'e', 'f'], '   devices .shop/devices/: a, b, c, d, and 2 more'],
])('prints the key and certificate folders of %s', (_count, things, text) => {
  expect(linesOf({ things })[2]?.split('ca.pem')[1]).toBe(text);
});

test('prints a line for the API if the stack has one', () => {
  expect(linesOf({ api: 'http://127.0.0.1:8080/v1' })).toContain('  API       http://127.0.0.1:8080/v1   docs/api.md');
  expect(linesOf().some((line) => line.includes('API '))).toBe(false);
});

test('counts the features that are not simulated', () => {
  expect(linesOf()).toContain('  not simulated: 2 features (--verbose lists them)');
});

test('lists the features that are not simulated with --verbose, in lines that fit the terminal', () => {
  expect(linesOf({ verbose: true })).toContain(
    '  not simulated: DynamoDB time to live, encryption at rest; see docs/local.md',
  );
  const narrow = linesOf({ verbose: true, width: 40 });
  const at = narrow.findIndex((line) => line.startsWith('  not simulated'));
  expect(narrow.slice(at, at + 3)).toEqual([
    '  not simulated: DynamoDB time to',
    '    live, encryption at rest; see',
    '    docs/local.md',
  ]);
});

test('prints when monitors are evaluated, with and without --evaluation-delay', () => {
  expect(linesOf()).toContain('  monitors are evaluated immediately, without their evaluation_delay');
  expect(linesOf({ evaluationDelaySeconds: 900 })).toContain(
    '  monitors wait 900 s for late metrics, instead of their own evaluation_delay (--evaluation-delay)',
  );
});

test.each([
  ['off', "  AWS IoT's rate limits are not enforced (--quotas off)"],
  [0.5, "  AWS IoT's rate limits are multiplied by 0.5 (--quotas 0.5)"],
] as const)("prints rate limits that differ from AWS's: %s", (rates, line) => {
  expect(linesOf({ rates })).toContain(line);
  expect(linesOf()).not.toContainEqual(expect.stringContaining('rates'));
});

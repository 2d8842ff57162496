import { join } from 'node:path';
import { readyText } from './ready';

const linesOf = (changes: Partial<Parameters<typeof readyText>[0]> = {}) => {
  const directory = join(process.cwd(), '.himeshima');
  return readyText({
    environment: 'dev',
    applied: { resources: 2, monitors: 1, notSimulated: ['DynamoDB time to live', 'encryption at rest'], ignored: [] },
    mqttPort: 8883,
    endpoint: 'http://127.0.0.1:4566',
    things: ['light-1'],
    tables: ['device-power', 'shadow-history'],
    stackDirectory: join(process.cwd(), 'cdktf.out', 'stacks', 'himeshima-dev'),
    directory,
    awsConfig: join(directory, 'aws-config'),
    seconds: 0.54,
    evaluationDelaySeconds: 0,
    ...changes,
  }).split('\n');
};
const pasted = (lines: readonly string[]) =>
  lines.slice(
    lines.findIndex((line) => line.startsWith('  try')),
    -1,
  );
const scan =
  'AWS_CONFIG_FILE=.himeshima/aws-config AWS_PROFILE=himeshima aws dynamodb scan --table-name shadow-history';

test('what to paste speaks as the first device, and looks at the last table', () => {
  expect(pasted(linesOf())).toEqual([
    expect.stringMatching(/^ {2}try {3}mosquitto_pub .*--cert \.himeshima\/devices\/light-1\/cert\.pem .* \\$/),
    expect.stringMatching(/^ {10}-t '\$aws\/things\/light-1\/shadow\/update' -m '.*'$/),
    `        ${scan}`,
  ]);
});

test('without a device there is the table alone, labelled all the same', () => {
  expect(pasted(linesOf({ things: [] }))).toEqual([`  try   ${scan}`]);
});

test('the API has a line where the stack has one', () => {
  expect(linesOf({ api: 'http://127.0.0.1:8080/v1' })).toContain('  API       http://127.0.0.1:8080/v1   docs/api.md');
  expect(linesOf().some((line) => line.includes('API '))).toBe(false);
});

test('what is not simulated is counted, so that no start fills the screen', () => {
  expect(linesOf()).toContain('  not simulated: 2 things that are declared (--json names them): docs/local.md');
});

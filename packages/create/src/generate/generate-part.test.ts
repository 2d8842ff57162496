import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeSettings } from '../questions';
import { writePlatform } from '../write-platform';
import { generatePart } from './generate-part';
import { kinds } from './kinds';
import type { Change } from './write-changes';

const packageFolder = join(__dirname, '..', '..');
const blueprints = join(packageFolder, 'blueprints');

const folder = mkdtempSync(join(tmpdir(), 'generate-part-'));
const root = join(folder, 'parking');
// write each platform once, because initializing a repository takes longer than most tests
beforeAll(async () => {
  const settings = await completeSettings({ name: 'parking', account: '123456789012' }, false);
  for (const cdk of ['cdktf', 'cdktn'] as const)
    writePlatform(join(packageFolder, 'template'), { folder: join(folder, cdk), settings, cdk });
});
beforeEach(() => copyOf('cdktf'));
afterEach(() => rmSync(root, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

function copyOf(cdk: 'cdktf' | 'cdktn'): void {
  const original = join(folder, cdk);
  cpSync(original, root, { recursive: true, filter: (path) => path !== join(original, '.git') });
}

function generate(kind: string, name: string, options: Readonly<Record<string, string>> = {}): readonly Change[] {
  const parts = kinds.find((one) => one.kind === kind)?.parts({ name, root, blueprints, options }) ?? [];
  return generatePart(root, parts);
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const edit = (path: string, from: string, to: string) => writeFileSync(join(root, path), read(path).replace(from, to));

/** Returns the contents of all files by path. */
const contents = () =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );

describe('generatePart', () => {
  test('adds a device at the insertion points, and keeps all other text', () => {
    const [bindings, stack] = [read('contracts/bindings.ts'), read('stacks/platform-stack.ts')];
    const paths = generate('device', 'door').map(({ path }) => path);
    expect(paths.length).toBeLessThanOrEqual(8);
    expect(read('contracts/bindings.ts')).toBe(
      bindings.replace('\n};', "\n  doorMessage: binding({ table: 'DOOR_MESSAGES_TABLE' }),\n};"),
    );
    expect(read('stacks/platform-stack.ts')).toBe(
      stack
        .replace('import { Failures', "import { Doors } from './features/doors';\nimport { Failures")
        .replace('    // after the features', "    new Doors(this, 'doors', { failures });\n    // after the features"),
    );
  });

  test.each([
    ['device', 'door', "thing: 'door-1',\n    publishes: ['doors/door-1/messages', "],
    ['sensor', 'window', "thing: 'sensor-window-1',\n    publishes: ['Sensor/window/room1', "],
    ['function', 'count-restarts', "{ thing: 'meter-1', table: 'count-restarts-items' },\n];"],
  ])('adds the message path of a %s to the test', (kind, name, entry) => {
    const before = read('tests/message-path.test.ts');
    generate(kind, name);
    const after = read('tests/message-path.test.ts');
    expect(after).toContain(entry);
    expect(after.startsWith(before.slice(0, before.indexOf('\n];')))).toBe(true);
  });

  test('adds the shared device kind only when the first sensor is generated', () => {
    const first = generate('sensor', 'window').map(({ path }) => path);
    const second = generate('sensor', 'smoke').map(({ path }) => path);
    expect(first).toContain('stacks/features/sensors.ts');
    expect(second).not.toContain('stacks/features/sensors.ts');
    expect(second.length).toBeLessThanOrEqual(7);
    expect(read('stacks/platform-stack.ts').match(/new (?:Sensors|Windows|Smokes)\(/g)).toEqual([
      'new Sensors(',
      'new Windows(',
      'new Smokes(',
    ]);
  });

  test('adds a monitor to the file of its service, and imports it in the test', () => {
    const paths = generate('monitor', 'queue-slow', { service: 'failures' }).map(({ path }) => path);
    expect(paths).toEqual(['docs/runbooks/queue-slow.md', 'monitors/failures.test.ts', 'monitors/failures.ts']);
    expect(read('monitors/failures.test.ts')).toContain(
      "import { alertsNotDelivered, deadLettersExpiring, deadLettersWaiting, queueSlow } from './failures';",
    );
    expect(read('monitors/failures.ts')).toContain('by {queuename} >= 1000');
  });

  test('starts the name of a monitor with the prefix of the other monitors in its file', () => {
    generate('monitor', 'rule-failed', { service: 'iot' });
    expect(read('monitors/iot.ts')).toContain("name: '[IoT] rule failed'");
  });

  test('creates the files of a new service with its first monitor, and adds the service to monitoring.ts', () => {
    const metric =
      "battery: { cloudwatch: 'Battery', datadog: 'parking.battery_level', kind: 'gauge', tags: ['space'] },";
    edit('contracts/metrics.ts', 'export const ownMetrics = {', `export const ownMetrics = {\n  ${metric}`);
    const monitoring = read('monitors/monitoring.ts');
    const options = { service: 'parking-spaces', metric: 'parking.battery_level' };
    const first = generate('monitor', 'battery-low', options);
    expect(first.filter(({ isNew }) => isNew).map(({ path }) => path)).toEqual([
      'docs/runbooks/battery-low.md',
      'monitors/parking-spaces.test.ts',
      'monitors/parking-spaces.ts',
    ]);
    expect(read('monitors/parking-spaces.ts')).toMatch(
      /'\[Parking spaces\] battery low',[\s\S]*parking.battery_level.*by \{space\}/,
    );
    expect(read('monitors/monitoring.ts')).toBe(
      monitoring
        .replace("'./meters';\n", "'./meters';\nimport * as parkingSpaces from './parking-spaces';\n")
        .replace('\n];', "\n  { title: 'Parking spaces', monitors: Object.values(parkingSpaces) },\n];"),
    );
    expect(generate('monitor', 'battery-old', options).some(({ path }) => path === 'monitors/monitoring.ts')).toBe(
      false,
    );
  });

  test('reports the path of the metrics file if the file is invalid', () => {
    edit('contracts/metrics.ts', 'export const ownMetrics', "throw new Error('broken');\nexport const ownMetrics");
    const generateOwn = () => generate('monitor', 'battery-low', { metric: 'parking.battery' });
    expect(generateOwn).toThrow(/^contracts\/metrics\.ts cannot be evaluated: Error: broken$/);
    edit('contracts/metrics.ts', "throw new Error('broken');\nexport const ownMetrics", 'export const metrics');
    expect(generateOwn).toThrow(/^contracts\/metrics\.ts does not declare valid metrics: /);
    expect(generate('monitor', 'function-slow', { service: 'lambda' }).length).toBeGreaterThan(0);
  });

  test("accepts a new AWS service with a name similar to another service's", () => {
    generate('monitor', 'topic-failed', { service: 'sns' });
    generate('monitor', 'queue-slow', { service: 'sqs' });
    expect(read('monitors/sqs.ts')).toContain("name: '[SQS] queue slow'");
  });

  test('adds the API only with the first operation', () => {
    const first = generate('operation', 'getName');
    const second = generate('operation', 'nameDevice', { method: 'put', path: '/devices/{thing}/name' });
    expect(
      first.filter(({ path, isNew }) => isNew && /^(?:api|functions\/api\/handler|monitors)/.test(path)),
    ).toHaveLength(4);
    expect(second.map(({ path, isNew }) => `${isNew ? 'new' : 'changed'} ${path}`)).toEqual([
      'changed api/openapi.yaml',
      'changed functions/api/handler.ts',
      'new functions/api/name-device-operation.test.ts',
      'new functions/api/name-device-operation.ts',
    ]);
    expect(read('functions/api/handler.ts')).toContain(
      "{\n  'GET /devices/{thing}/name': getName,\n  'PUT /devices/{thing}/name': nameDevice,\n};",
    );
    expect(read('api/openapi.yaml').match(/person: \[.*?\]/g)).toEqual([
      'person: [parking/read]',
      'person: [parking/command]',
    ]);
    expect(read('stacks/platform-stack.ts')).toContain("new Api(this, 'api');\n    // after the features");
    expect(read('config/environments.ts').match(/ {2}api: \{/g)).toHaveLength(1);
  });

  test('keeps all other text of package.json when it adds the API', () => {
    const before = read('package.json').split('\n');
    generate('operation', 'getName');
    const after = read('package.json').split('\n');
    const [last = ''] = before.filter((line) => line.includes('"review"'));
    expect(before.filter((line) => !after.includes(line))).toEqual([last]);
    expect(after).toContain(`${last},`);
  });

  test('imports CDK Terrain if the platform uses CDK Terrain', () => {
    copyOf('cdktn');
    generate('device', 'door');
    generate('operation', 'getName');
    for (const path of ['stacks/features/doors.ts', 'stacks/features/api.ts', 'config/environment.ts'])
      expect(read(path)).toContain("from '@himeshima/constructs/cdktn'");
  });

  test('adds an entry to an object without a trailing comma', () => {
    edit('contracts/bindings.ts', "binding({ table: 'METER_READINGS_TABLE' }),", "binding({ table: 'METERS' })");
    generate('function', 'restarts');
    expect(read('contracts/bindings.ts')).toContain(
      "binding({ table: 'METERS' }),\n  restarts: binding({ table: 'RESTARTS_TABLE' })\n};",
    );
  });
});

interface Mistake {
  readonly what: string;
  readonly kind: string;
  readonly name: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Changes the platform before the component is generated. */
  readonly prepare?: () => void;
  readonly message: string | RegExp;
}

const operation = { kind: 'operation', name: 'getName' };
const door = { kind: 'device', name: 'door' };

const mistakes: readonly Mistake[] = [
  { what: 'an invalid name', kind: 'device', name: 'Door', message: 'invalid name "Door": expected 2 to 20' },
  {
    what: 'a name in use',
    kind: 'device',
    name: 'meter',
    message: 'contracts/meter.ts already exists; choose another name, or delete the previously generated files',
  },
  {
    what: 'a function in use',
    kind: 'function',
    name: 'meter-reading',
    message: 'contracts/bindings.ts:5 declares meterReading; choose another name',
  },
  {
    what: 'a folder in use',
    kind: 'function',
    name: 'shared',
    message: 'functions/shared already exists; choose another',
  },
  {
    what: 'a name that the new file imports',
    kind: 'function',
    name: 'table',
    message: 'stacks/features/table.ts would declare Table, which the file imports; choose another name',
  },
  {
    what: 'an existing component',
    ...door,
    prepare: () => void generate('device', 'door'),
    message: 'contracts/bindings.ts:6 declares doorMessage; choose another name',
  },
  {
    what: 'a construct id in use',
    ...door,
    prepare: () => edit('stacks/features/meters.ts', "'meter-readings-stored'", "'door-1'"),
    message: 'stacks/features/meters.ts:49 declares the construct id "door-1"; choose another name',
  },
  {
    what: 'the id of a feature in use',
    ...door,
    prepare: () => edit('stacks/platform-stack.ts', "'meters'", "'doors'"),
    message: 'stacks/platform-stack.ts:17 declares the construct id "doors"; choose another name',
  },
  {
    what: 'a topic in use',
    ...door,
    prepare: () => edit('contracts/meter.ts', '`meters/${thing}/readings`', '`doors/${thing}/messages`'),
    message: 'contracts/meter.ts:4 declares the topic "doors/+/messages"; choose another name',
  },
  {
    what: 'an import in use',
    ...door,
    prepare: () => edit('stacks/platform-stack.ts', 'import { Meters }', 'import { Meters as Doors }'),
    message: /^stacks\/platform-stack.ts:\d+ declares Doors; choose another name$/,
  },
  {
    what: 'a monitor in use',
    kind: 'monitor',
    name: 'lambda-slow',
    message: /^monitors\/lambda.ts:\d+ declares lambdaSlow; choose another name$/,
  },
  {
    what: 'an unknown service',
    kind: 'monitor',
    name: 'queue-slow',
    options: { service: 'lamda' },
    message:
      'unknown --service "lamda"; did you mean lambda? Otherwise, create monitors/lamda.ts and monitors/lamda.test.ts, and add the service to monitors/monitoring.ts',
  },
  {
    what: 'an invalid service',
    kind: 'monitor',
    name: 'queue-slow',
    options: { service: '../spaces' },
    message: 'invalid --service "../spaces": expected 2 to 20',
  },
  {
    what: 'a service whose name is already declared in monitors/monitoring.ts',
    kind: 'monitor',
    name: 'queue-slow',
    options: { service: 'names', metric: 'aws.lambda.errors' },
    message: /^monitors\/monitoring.ts:\d+ declares names; choose another name$/,
  },
  {
    what: 'a new service without a metric',
    kind: 'monitor',
    name: 'battery-low',
    options: { service: 'spaces' },
    message: 'missing --metric: expected the metric to watch in monitors/spaces.ts',
  },
  {
    what: 'a metric of another service',
    kind: 'monitor',
    name: 'function-late',
    options: { service: 'iot', metric: 'aws.lambda.errors' },
    message: 'invalid --metric "aws.lambda.errors": monitors/iot.ts watches aws.iot; use --service lambda',
  },
  {
    what: 'a metric of a service without monitors',
    kind: 'monitor',
    name: 'function-late',
    options: { service: 'iot', metric: 'aws.s3.5xx_errors' },
    message: 'invalid --metric "aws.s3.5xx_errors": monitors/iot.ts watches aws.iot; choose a metric of aws.iot',
  },
  {
    what: 'an undeclared metric',
    kind: 'monitor',
    name: 'battery-low',
    options: { service: 'spaces', metric: 'parking.battery' },
    message: 'unknown --metric "parking.battery"; declare your own metrics in contracts/metrics.ts',
  },
  {
    what: 'an unknown metric',
    kind: 'monitor',
    name: 'queue-slow',
    options: { metric: 'aws.lambda.error' },
    message: 'unknown --metric "aws.lambda.error"; did you mean aws.lambda.errors?',
  },
  {
    what: 'an existing operation',
    ...operation,
    prepare: () => void generate('operation', 'getName'),
    message: 'api/openapi.yaml declares the operation getName; choose another name',
  },
  {
    what: 'an operation with an unknown method',
    ...operation,
    options: { method: 'patch' },
    message: 'invalid --method "patch": expected get, put, post, delete',
  },
  {
    what: 'an API with some existing files',
    ...operation,
    prepare: () => writeFileSync(join(root, 'monitors/api-gateway.ts'), ''),
    message: 'monitors/api-gateway.ts already exists; choose another name, or delete the previously generated files',
  },
  {
    what: 'an API without its handler',
    ...operation,
    prepare: () => {
      generate('operation', 'nameDevice', { method: 'put' });
      rmSync(join(root, 'functions/api/handler.ts'));
    },
    message: 'functions/api/handler.ts does not exist, but the generator adds code to this file; restore the file',
  },
  {
    what: 'a package.json with a script that the API would add',
    ...operation,
    prepare: () => edit('package.json', '"types": "tsc"', '"types": "tsc",\n    "pretest": "npm run types"'),
    message: /^package.json:\d+ declares the script pretest; rename the existing script first$/,
  },
  {
    what: 'environments without a type',
    ...operation,
    prepare: () => edit('config/environments.ts', 'const dev: Environment', 'const dev'),
    message: 'config/environments.ts has no "const environment: Environment = { … }" to add to; restore the code',
  },
  {
    what: 'a platform without a name',
    ...operation,
    prepare: () => edit('config/names.ts', "physicalNames('parking')", 'physicalNames(project)'),
    message: `config/names.ts has no "physicalNames('NAME')", the name of the platform; restore the code`,
  },
  {
    what: 'a stack without a fleet',
    ...door,
    prepare: () => edit('stacks/platform-stack.ts', "new Fleet(this, 'fleet');", ''),
    message: 'stacks/platform-stack.ts has no "new Fleet(…)" in the constructor of PlatformStack',
  },
  {
    what: 'a stack without failure queues',
    ...door,
    prepare: () => edit('stacks/platform-stack.ts', 'const failures =', 'const queues ='),
    message: 'stacks/platform-stack.ts does not declare "const failures = …" in its constructor',
  },
  {
    what: 'bindings with a syntax error',
    ...door,
    prepare: () => edit('contracts/bindings.ts', 'bindings = {', 'bindings = ({'),
    message: /^contracts\/bindings.ts:\d+ has a syntax error/,
  },
  {
    what: 'bindings without an object literal',
    ...door,
    prepare: () => writeFileSync(join(root, 'contracts/bindings.ts'), 'export const bindings = create();\n'),
    message: 'contracts/bindings.ts has no object literal "bindings" to add to; restore "const bindings = { … }"',
  },
];

test.each(mistakes)(
  'generatePart writes nothing for $what, and reports the problem',
  ({ kind, name, options, prepare, message }) => {
    prepare?.();
    const before = contents();
    expect(() => generate(kind, name, options)).toThrow(message);
    expect(contents()).toEqual(before);
  },
);

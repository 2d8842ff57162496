import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { commandServer } from '../command-process';
import { root } from './foreign-platform';
import { type ForeignDeclaration, type ForeignStack, functionOf, stackName, writeForeignStack } from './foreign-stack';

jest.setTimeout(25_000);

const commands = commandServer();
const stacks: ForeignStack[] = [];
const servers: Server[] = [];
afterAll(async () => {
  await commands.end();
  for (const server of servers) server.close();
  for (const stack of stacks) stack.remove();
});

const queue = { resource: { aws_sqs_queue: { jobs: { name: 'jobs' } } } };

function stackOf(declared: ForeignDeclaration): ForeignStack {
  const stack = writeForeignStack(declared);
  stacks.push(stack);
  return stack;
}

/** Returns the output of `npm start` for a stack, on free ports unless the arguments specify ports. */
function start(stack: ForeignStack, args: readonly string[] = []) {
  const free = ['--mqtt-port', '0', '--port', '0', '--dir', stack.directory];
  return commands.run('start', ['--out', stack.out, '--stack', stackName, ...free, ...args]);
}

const startOf = (declared: ForeignDeclaration, ...args: string[]) => start(stackOf(declared), args);

async function portInUse(): Promise<string> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? String(address.port) : '';
}

/** Returns the expected result of a rejected start: one line that a user can act on and exit code 1, without a stack trace. */
const errorResult = (text: string) => ({ code: 1, stdout: '', stderr: `✗ ${text}\n` });

describe('npm start with a port in use', () => {
  test('reports that the MQTT port is in use, and suggests another port', async () => {
    const port = await portInUse();
    expect(await startOf(queue, '--mqtt-port', port)).toEqual(
      errorResult(
        `port ${port} is already in use; start with --mqtt-port ${Number(port) + 1}, or stop the process that uses it`,
      ),
    );
  });

  test('reports that the port for the AWS APIs is in use, and suggests another port', async () => {
    const port = await portInUse();
    expect(await startOf(queue, '--port', port)).toEqual(
      errorResult(
        `port ${port} is already in use; start with --port ${Number(port) + 1}, or stop the process that uses it`,
      ),
    );
  });

  test('reports both ports together if both are in use', async () => {
    const [aws, mqtt] = [await portInUse(), await portInUse()];
    expect(await startOf(queue, '--port', aws, '--mqtt-port', mqtt)).toEqual(
      errorResult(
        `ports ${aws} and ${mqtt} are already in use; ` +
          `start with --port ${Number(aws) + 1} --mqtt-port ${Number(mqtt) + 1}, or stop the process that uses them`,
      ),
    );
  });
});

describe('npm start --out', () => {
  test('reports a missing folder', async () => {
    const stack = stackOf(queue);
    rmSync(stack.out, { recursive: true });
    expect(await start(stack)).toEqual(errorResult(`${stack.out} does not exist; create cdktf.out with npm run synth`));
  });

  test('reports a folder without stacks', async () => {
    const stack = stackOf(queue);
    rmSync(join(stack.out, 'stacks'), { recursive: true });
    const expected = join(stack.out, 'stacks', 'NAME', 'cdk.tf.json');
    expect(await start(stack)).toEqual(errorResult(`${stack.out} contains no stacks; expected ${expected}`));
  });

  test('reports the stacks in the folder if it does not contain the requested stack', async () => {
    const stack = stackOf(queue);
    expect(await start(stack, ['--stack', 'ours'])).toEqual(
      errorResult(
        `${stack.out} contains no stack named ours; available: ${stackName}; for example --stack ${stackName}`,
      ),
    );
  });

  test.each([['{"resource": {', ' is not valid JSON: ']])(
    'rejects the cdk.tf.json %s, and reports the file name',
    async (text, why) => {
      const stack = stackOf(queue);
      const file = join(stack.stackDirectory, 'cdk.tf.json');
      writeFileSync(file, text);
      const { code, stdout, stderr } = await start(stack);
      expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
      expect(stderr).toContain(`✗ ${file}${why}`);
    },
  );
});

describe('an option', () => {
  test.each([
    ['--mqtt-port abc', 'invalid --mqtt-port "abc": expected a whole number from 0 to 65535'],
    ['--speed -1', 'invalid --speed "-1": expected a number from 0 to 10000'],
    [
      '--quotas half',
      'invalid --quotas "half": expected on, off, or a number above 0, for example 0.5 to halve each rate limit',
    ],
    [
      '--quotas 0x10',
      'invalid --quotas "0x10": expected on, off, or a number above 0, for example 0.5 to halve each rate limit',
    ],
    ['--mqtt-port 1e3', 'invalid --mqtt-port "1e3": expected a whole number from 0 to 65535'],
    [
      '--quotas 0',
      'invalid --quotas "0": expected on, off, or a number above 0, for example 0.5 to halve each rate limit',
    ],
    ['--var name', 'invalid --var "name": expected NAME=VALUE'],
    ['--without aws_sqs_queue.absent', '--without aws_sqs_queue.absent: no such resource or data source is declared'],
  ])('rejects %s and reports the expected values', async (args, text) => {
    expect(await startOf(queue, ...args.split(' '))).toEqual(errorResult(text));
  });

  test('rejects an unknown option in one line', async () => {
    const { code, stdout, stderr } = await startOf(queue, '--fast');
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toContain("✗ unknown option '--fast'");
  });

  test('rejects a missing --stack folder', async () => {
    expect(await commands.run('start', ['--stack', 'nope'])).toEqual(
      errorResult(
        "--stack nope requires --out, the folder that contains the stack; use --env for this project's stacks",
      ),
    );
  });

  test('rejects a folder that is not empty for --temporary, and does not change the folder', async () => {
    const stack = stackOf(queue);
    const file = join(stack.stackDirectory, 'cdk.tf.json');
    const dir = stack.stackDirectory;
    expect(await start(stack, ['--dir', dir, '--temporary'])).toEqual(
      errorResult(
        `--temporary: ${dir} is not empty; choose a new or empty folder, because the folder is removed on exit`,
      ),
    );
    expect(existsSync(file)).toBe(true);
  });

  test('rejects the folder of a running platform for --dir, and reports the process ID', async () => {
    const stack = stackOf(queue);
    const args = ['--out', stack.out, '--stack', stackName];
    const first = await startPlatformProcess({ root, directory: stack.directory, args });
    try {
      const { code, stdout, stderr } = await start(stack);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(
          `^✗ process ${first.pid} uses the folder \\S+ .*: --dir \\S+-2 --port 0 --mqtt-port 0 --api-port 0 --console-port 0\n$`,
        ),
      );
    } finally {
      await first.stop();
    }
  });

  test('rejects an unknown environment for --env, and lists the known environments', async () => {
    expect(await commands.run('start', ['--env', 'moon'])).toEqual(
      errorResult('unknown environment "moon"; known: dev, staging, prod (config/environments.ts)'),
    );
  });

  test('rejects a --dir folder below a file, and reports the reason', async () => {
    const stack = stackOf(queue);
    const file = join(stack.stackDirectory, 'cdk.tf.json');
    const { code, stdout, stderr } = await start(stack, ['--dir', join(file, 'state')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^✗ \S+\/state cannot be written to \(ENOTDIR: .+\); choose another folder with --dir\n$/);
  });
});

const eventBus = 'arn:aws:events:eu-west-1:000000000000:event-bus/other';
const eventRule = (more: object) => ({ aws_cloudwatch_event_rule: { r: { name: 'r', ...more } } });
const eventTarget = (more: object) => ({
  ...eventRule({ event_pattern: '{"source":["a"]}' }),
  aws_cloudwatch_event_target: { t: { rule: '${aws_cloudwatch_event_rule.r.name}', ...more } },
});

describe('npm start with a stack', () => {
  test.each([
    [
      'a rule without a pattern and a schedule',
      eventRule({}),
      'aws_cloudwatch_event_rule.r: event_pattern: required if there is no schedule_expression',
    ],
    [
      'an invalid event pattern',
      eventRule({ event_pattern: '{"source":"a"}' }),
      'aws_cloudwatch_event_rule.r: event_pattern: $.source: must be a list of rules or an object with fields',
    ],
    [
      'a rule on an undeclared event bus',
      eventRule({ event_pattern: '{"source":["a"]}', event_bus_name: 'other' }),
      'aws_cloudwatch_event_rule.r: event_bus_name: no event bus other is declared before this resource',
    ],
    [
      'a target in an unsupported service',
      eventTarget({ arn: 'arn:aws:ecs:eu-west-1:000000000000:cluster/c' }),
      'aws_cloudwatch_event_target.t: the target arn:aws:ecs:eu-west-1:000000000000:cluster/c is not supported locally; services: events, lambda, sqs, sns, states, kinesis',
    ],
    [
      'a target without its role',
      eventTarget({ arn: eventBus, target_id: 'other' }),
      'aws_cloudwatch_event_target.t: RoleArn is required for target other.',
    ],
    [
      'a table with time to live but without its attribute',
      {
        aws_dynamodb_table: {
          t: { name: 't', hash_key: 'id', attribute: [{ name: 'id', type: 'S' }], ttl: { enabled: true } },
        },
      },
      'aws_dynamodb_table.t: ttl.attribute_name: required if time to live is enabled',
    ],
    [
      'a table with a stream but without a view type',
      {
        aws_dynamodb_table: {
          t: { name: 't', hash_key: 'id', attribute: [{ name: 'id', type: 'S' }], stream_enabled: true },
        },
      },
      'aws_dynamodb_table.t: stream_view_type: required if the stream is enabled',
    ],
  ])('rejects %s', async (_, resource, text) => {
    const { code, stdout, stderr } = await startOf({ resource });
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toContain(text);
  });

  test('rejects an unsupported resource, and reports its address and the option to exclude it', async () => {
    const resource = { ...queue.resource, aws_ecs_cluster: { theirs: { name: 'x' } } };
    const { code, stdout, stderr } = await startOf({ resource });
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toBe(
      '✗ aws_ecs_cluster.theirs cannot run locally. To exclude it: --without aws_ecs_cluster.theirs. ' +
        'docs/local.md lists what is supported\n',
    );
  });

  test('rejects a variable without a value, and reports its name', async () => {
    const declared = {
      resource: { aws_sqs_queue: { jobs: { name: '${var.prefix}-jobs' } } },
      variable: { prefix: {} },
    };
    expect(await startOf(declared)).toEqual(
      errorResult('aws_sqs_queue.jobs: var.prefix: has no default; pass a value (--var prefix=VALUE)'),
    );
  });

  test('rejects a missing function zip, and reports the path', async () => {
    const stack = stackOf({ resource: { aws_lambda_function: { good: functionOf('good') } } });
    expect(await start(stack)).toEqual(
      errorResult(
        `aws_lambda_function.good: filename: ${join(stack.stackDirectory, 'good.zip')} does not exist; ` +
          'build the function first',
      ),
    );
  });

  test('rejects a missing zip that a hash refers to, and reports the path', async () => {
    const source_code_hash = '${filebase64sha256("good.zip")}';
    const stack = stackOf({ resource: { aws_lambda_function: { good: functionOf('good', { source_code_hash }) } } });
    expect(await start(stack)).toEqual(
      errorResult(
        'aws_lambda_function.good: source_code_hash, column 20: no file at good.zip; ' + 'build the function first',
      ),
    );
  });

  test("rejects a missing zip with an absolute path, which is not resolved in the stack's folder", async () => {
    const filename = '/nowhere/good.zip';
    const stack = stackOf({ resource: { aws_lambda_function: { good: functionOf('good', { filename }) } } });
    expect(await start(stack)).toEqual(
      errorResult('aws_lambda_function.good: filename: /nowhere/good.zip does not exist; build the function first'),
    );
  });

  test('rejects an event source mapping to a missing function, as AWS does', async () => {
    const event_source_arn = 'arn:aws:kinesis:eu-west-1:000000000000:stream/events';
    const mapping = { event_source_arn, function_name: 'good', starting_position: 'LATEST' };
    const stack = stackOf({ resource: { aws_lambda_event_source_mapping: { events: mapping } } });
    expect(await start(stack)).toEqual(
      errorResult(
        'aws_lambda_event_source_mapping.events: function_name: no function ' +
          'arn:aws:lambda:eu-west-1:000000000000:function:good is declared before this resource',
      ),
    );
  });

  test('rejects a visibility timeout that is shorter than the function timeout, as AWS does', async () => {
    const mapping = { event_source_arn: '${aws_sqs_queue.jobs.arn}', function_name: '${aws_lambda_function.good.arn}' };
    const resource = {
      aws_sqs_queue: { jobs: { name: 'jobs', visibility_timeout_seconds: 2 } },
      aws_lambda_function: { good: functionOf('good') },
      aws_lambda_event_source_mapping: { jobs: mapping },
    };
    expect(await startOf({ resource, zips: { good: 'exports.handler = async () => {};' } })).toEqual(
      errorResult(
        'aws_lambda_event_source_mapping.jobs: event_source_arn: the visibility timeout of the queue, 2 s, ' +
          'is less than the timeout of the function, 3 s',
      ),
    );
  });

  test('rejects an unsupported failure destination', async () => {
    const on_failure = { destination: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' };
    const config = { function_name: 'good', destination_config: { on_failure } };
    const stack = stackOf({ resource: { aws_lambda_function_event_invoke_config: { good: config } } });
    expect(await start(stack)).toEqual(
      errorResult(
        'aws_lambda_function_event_invoke_config.good: destination_config.on_failure.destination: ' +
          'only SQS, SNS, S3 and Lambda are supported as failure destinations locally',
      ),
    );
  });

  test('rejects an invalid function zip, and reports the path', async () => {
    const stack = stackOf({ resource: { aws_lambda_function: { good: functionOf('good') } } });
    const zip = join(stack.stackDirectory, 'good.zip');
    writeFileSync(zip, 'no zip');
    expect(await start(stack)).toEqual(
      errorResult(`aws_lambda_function.good: filename: ${zip} is not a zip file (invalid zip data)`),
    );
  });

  test.each([
    [
      'a reference to a missing resource',
      { aws_sqs_queue: { jobs: { name: '${aws_sqs_queue.absent.name}' } } },
      'aws_sqs_queue.jobs',
    ],
    [
      'a reference cycle',
      { aws_sqs_queue: { a: { name: '${aws_sqs_queue.b.name}' }, b: { name: '${aws_sqs_queue.a.name}' } } },
      'aws_sqs_queue.a',
    ],
    ['an attribute of the wrong type', { aws_sqs_queue: { jobs: { name: ['jobs'] } } }, 'aws_sqs_queue.jobs: name: '],
    [
      'a rule with invalid SQL',
      { aws_iot_topic_rule: { bad: { name: 'bad', enabled: true, sql: 'SELECT', sql_version: '2016-03-23' } } },
      'aws_iot_topic_rule.bad: ',
    ],
    [
      'a policy with more than 2,048 characters',
      {
        aws_iot_policy: {
          bad: { name: 'bad', policy: `{"Version":"2012-10-17","Id":"${'x'.repeat(2048)}","Statement":[]}` },
        },
      },
      'aws_iot_policy.bad: policy: the policy exceeds 2048 characters',
    ],
    [
      'an authorizer with an invalid public key',
      {
        aws_iot_authorizer: {
          bad: {
            name: 'bad',
            authorizer_function_arn: 'arn:aws:lambda:eu-west-1:000000000000:function:gate',
            token_key_name: 'token',
            token_signing_public_keys: { first: 'text' },
          },
        },
      },
      'aws_iot_authorizer.bad: invalid public key "first"',
    ],
    [
      'a thing with four attributes and no type',
      { aws_iot_thing: { bad: { name: 'bad', attributes: { a: '1', b: '2', c: '3', d: '4' } } } },
      'aws_iot_thing.bad: attributes: 4 attributes; at most 3 are allowed',
    ],
    [
      'a function with an unsupported runtime',
      { aws_lambda_function: { report: functionOf('report', { runtime: 'python3.12' }) } },
      'aws_lambda_function.report (runtime python3.12) cannot run locally. To exclude it: --without ',
    ],
    [
      'a parameter without a value',
      { aws_ssm_parameter: { url: { name: '/url', type: 'String' } } },
      'aws_ssm_parameter.url: value: missing; declare value, insecure_value or value_wo',
    ],
    [
      'a parameter that does not match its pattern',
      { aws_ssm_parameter: { port: { name: '/port', type: 'String', value: 'x', allowed_pattern: '^[0-9]+$' } } },
      'aws_ssm_parameter.port: value: does not match allowed_pattern ^[0-9]+$\n',
    ],
    [
      'a version of a missing secret',
      { aws_secretsmanager_secret_version: { db: { secret_id: 'db', secret_string: 'x' } } },
      'aws_secretsmanager_secret_version.db: secret_id: no secret db is declared before this resource\n',
    ],
    [
      'a secret version without a value',
      {
        aws_secretsmanager_secret: { db: { name: 'db' } },
        aws_secretsmanager_secret_version: { db: { secret_id: '${aws_secretsmanager_secret.db.id}' } },
      },
      'aws_secretsmanager_secret_version.db: secret_string: missing; declare secret_string, ',
    ],
    [
      'a third policy for a thing group',
      {
        aws_iot_thing_group: { all: { name: 'all' } },
        aws_iot_policy: Object.fromEntries(
          ['a', 'b', 'c'].map((name) => [name, { name, policy: '{"Version":"2012-10-17","Statement":[]}' }]),
        ),
        aws_iot_policy_attachment: Object.fromEntries(
          ['a', 'b', 'c'].map((name) => [
            name,
            { policy: `\${aws_iot_policy.${name}.name}`, target: '${aws_iot_thing_group.all.arn}' },
          ]),
        ),
      },
      'target: thinggroup/all already has the maximum of 2 policies',
    ],
  ])('rejects %s, and reports the address', async (_what, resource, text) => {
    const { code, stdout, stderr } = await startOf({ resource });
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    expect(stderr).toContain(text);
    expect(stderr).toMatch(/^✗ /);
  });
});

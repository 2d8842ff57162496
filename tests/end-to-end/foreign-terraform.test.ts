import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import * as z from 'zod';
import { killCommands, runCommand } from '../command-process';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { type ForeignDeclaration, functionOf, region, stackName, writeForeignStack } from './foreign-stack';

jest.setTimeout(60_000);

const code = zipSync({ 'index.js': strToU8("exports.handler = async () => 'code from S3';") });
const fromBucket = (object: string) => {
  const { filename: _, ...declared } = functionOf(object);
  const reference = `aws_s3_object.${object}`;
  return { ...declared, s3_bucket: `\${${reference}.bucket}`, s3_key: `\${${reference}.key}` };
};

let theirs: ForeignPlatform;
beforeAll(async () => {
  theirs = await startForeignPlatform({
    resource: {
      aws_iam_role: {
        worker: { name_prefix: 'worker-', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' },
      },
      aws_sqs_queue: { jobs: { fifo_queue: true } },
      aws_sns_topic: { alerts: {} },
      aws_s3_bucket: { files: {} },
      aws_s3_object: {
        by_source: { bucket: '${aws_s3_bucket.files.id}', key: 'code/by source.zip', source: 'stored.zip' },
        by_content: {
          bucket: '${aws_s3_bucket.files.id}',
          key: 'code.zip',
          content_base64: Buffer.from(code).toString('base64'),
        },
      },
      aws_s3_bucket_object: {
        page: {
          bucket: '${aws_s3_bucket.files.bucket}',
          key: 'index.html',
          content: '<h1>Jobs</h1>',
          content_type: 'text/html',
          etag: '${md5("<h1>Jobs</h1>")}',
        },
        empty: { bucket: '${aws_s3_bucket.files.bucket}', key: 'empty', content: '', storage_class: 'STANDARD_IA' },
      },
      aws_cloudwatch_log_group: { worker: { name_prefix: '/worker/' } },
      aws_lambda_function: {
        json_logs: functionOf('json_logs', {
          logging_config: { log_format: 'JSON', application_log_level: 'WARN' },
        }),
        by_archive: functionOf('by_archive', { filename: '${data.archive_file.inline.output_path}' }),
        by_source: fromBucket('by_source'),
        by_content: fromBucket('by_content'),
        worker: functionOf('worker', {
          role: '${aws_iam_role.worker.arn}',
          environment: {
            variables: {
              ROLE: '${aws_iam_role.worker.name}',
              QUEUE: '${aws_sqs_queue.jobs.name}',
              TOPIC: '${aws_sns_topic.alerts.arn}',
              BUCKET: '${aws_s3_bucket.files.id} ${aws_s3_bucket.files.bucket}',
              LOGS: '${aws_cloudwatch_log_group.worker.name}',
              PET: '${random_pet.name.id} in ${terraform_data.stage.output.name} of ${data.aws_service_principal.s3.name}',
            },
          },
        }),
      },
      random_pet: { name: { length: 2 } },
      random_password: { database: { length: 20 } },
      null_resource: { built: { triggers: { name: '${random_pet.name.id}' } } },
      terraform_data: { stage: { input: { name: 'dev' } } },
      aws_cloudwatch_log_stream: {
        batch: { name: 'batch', log_group_name: '${aws_cloudwatch_log_group.worker.name}' },
      },
      aws_appautoscaling_target: {
        table: {
          max_capacity: 10,
          min_capacity: 1,
          resource_id: 'table/jobs',
          scalable_dimension: 'dynamodb:table:ReadCapacityUnits',
          service_namespace: 'dynamodb',
        },
      },
      aws_s3_bucket_cors_configuration: {
        files: {
          bucket: '${aws_s3_bucket.files.id}',
          cors_rule: [{ allowed_methods: ['GET'], allowed_origins: ['*'] }],
        },
      },
      aws_lambda_permission: {
        worker: {
          action: 'lambda:InvokeFunction',
          function_name: '${aws_lambda_function.worker.function_name}',
          principal: 's3.amazonaws.com',
        },
      },
    },
    data: {
      aws_service_principal: { s3: { service_name: 's3' } },
      archive_file: {
        inline: {
          type: 'zip',
          output_path: 'inline.zip',
          source: { filename: 'index.js', content: "exports.handler = async () => 'code from an archive';" },
        },
      },
      aws_iam_policy_document: {
        trust: {
          statement: {
            actions: ['sts:AssumeRole'],
            principals: { type: 'Service', identifiers: ['lambda.amazonaws.com'] },
          },
        },
      },
    },
    zips: {
      worker: 'exports.handler = async () => process.env;',
      json_logs: `exports.handler = async ({ job }) => {
        console.log('not at this level');
        console.warn({ job });
        throw new TypeError('no such job');
      };`,
      stored: "exports.handler = async () => 'code from a source in S3';",
    },
  });
});
afterAll(() => theirs?.stop());
afterAll(killCommands);

const connection = async () => ({
  endpoint: theirs.platform.endpoint,
  region,
  credentials: await theirs.clients.sqs.config.credentials(),
});

/** Starts a stack that cannot run, and returns the output. */
async function refusalOf(declared: ForeignDeclaration): Promise<string> {
  const { out, directory, remove } = writeForeignStack(declared);
  const ports = ['--mqtt-port', '0', '--port', '0'];
  const { stderr } = await runCommand('start', ['--out', out, '--stack', stackName, '--dir', directory, ...ports], 20);
  remove();
  return stderr;
}

const invoke = async (name: string, event: object = {}): Promise<unknown> => {
  const { Payload = [] } = await theirs.clients.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  return JSON.parse(Buffer.from(Payload).toString());
};

test('runs resources without a name, and resolves references to the generated names', async () => {
  const suffix = '[a-z-]+-[0-9a-f]{8}';
  expect(await invoke('worker')).toMatchObject({
    ROLE: expect.stringMatching(`^worker-${suffix}$`),
    QUEUE: expect.stringMatching(`^terraform-${suffix}.fifo$`),
    TOPIC: expect.stringMatching(`^arn:aws:sns:eu-west-1:000000000000:terraform-${suffix}$`),
    BUCKET: expect.stringMatching(`^(terraform-${suffix}) \\1$`),
    LOGS: expect.stringMatching(`^/worker/${suffix}$`),
  });
  const { QueueUrls } = await theirs.clients.sqs.send(new ListQueuesCommand({}));
  expect(QueueUrls).toEqual([expect.stringMatching(`/000000000000/terraform-${suffix}.fifo$`)]);
});

test('a function can be invoked if its code is a declared object', async () => {
  expect(await invoke('by_source')).toBe('code from a source in S3');
  expect(await invoke('by_content')).toBe('code from S3');
});

test('a function can be invoked if a data source zips its code', async () =>
  expect(await invoke('by_archive')).toBe('code from an archive'));

test('evaluates resources from the random, null, time and terraform providers', async () =>
  expect(await invoke('worker')).toMatchObject({
    PET: expect.stringMatching(/^[a-z]+-[a-z]+ in dev of s3.amazonaws.com$/),
  }));

test('never prints a generated password', async () =>
  expect(
    await refusalOf({
      resource: { random_password: { secret: { length: 20 } } },
      data: { aws_ssm_parameter: { secret: { name: '/${random_password.secret.result}' } } },
    }),
  ).toContain('name: no parameter /(sensitive value) is declared before this data source'));

test('declared objects are stored in their bucket', async () => {
  const s3 = new S3Client({ ...(await connection()), forcePathStyle: true });
  const { BUCKET } = z.object({ BUCKET: z.string() }).parse(await invoke('worker'));
  const [Bucket] = BUCKET.split(' ');
  const page = await s3.send(new GetObjectCommand({ Bucket, Key: 'index.html' }));
  expect(page.ContentType).toBe('text/html');
  expect(await page.Body?.transformToString()).toBe('<h1>Jobs</h1>');
  const empty = await s3.send(new GetObjectCommand({ Bucket, Key: 'empty' }));
  expect(empty.StorageClass).toBe('STANDARD_IA');
  expect(await empty.Body?.transformToString()).toBe('');
});

test('a function whose code is not a declared object is rejected', async () => {
  const { filename: _, ...declared } = functionOf('worker');
  const worker = { ...declared, s3_bucket: 'elsewhere', s3_key: 'code.zip' };
  expect(await refusalOf({ resource: { aws_lambda_function: { worker } } })).toBe(
    '✗ aws_lambda_function.worker: s3_key: no object code.zip in the bucket elsewhere is declared before this resource; ' +
      'refer to the object by aws_s3_object.NAME.key\n',
  );
});

test('a function with the log format JSON writes its log in JSON', async () => {
  await invoke('json_logs', { job: 7 });
  const logs = new CloudWatchLogsClient(await connection());
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/json_logs' }));
  const lines: unknown[] = events.map(({ message = '' }) => JSON.parse(message));
  const error = expect.objectContaining({ errorType: 'TypeError', errorMessage: 'no such job' });
  expect(lines).toEqual([
    expect.objectContaining({ type: 'platform.start' }),
    expect.objectContaining({ level: 'WARN', message: { job: 7 } }),
    expect.objectContaining({ level: 'ERROR', message: error }),
    expect.objectContaining({ type: 'platform.report', record: expect.objectContaining({ status: 'error' }) }),
  ]);
});

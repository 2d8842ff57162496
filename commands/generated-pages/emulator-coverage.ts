/** An emulator of AWS, and the document that lists its operations. */
interface Emulator {
  readonly name: string;
  /** Link to the document. */
  readonly source: string;
  /** Date of the version that was read. */
  readonly date: string;
}

const github = 'https://github.com';

/** Emulators in the order of the table. */
export const emulators = {
  moto: {
    name: 'moto',
    source: `${github}/getmoto/moto/blob/0af643a5d/IMPLEMENTATION_COVERAGE.md`,
    date: '2026-08-22',
  },
  ministack: {
    name: 'MiniStack',
    source: `${github}/ministackorg/ministack/blob/f1bdbd8c/README.md`,
    date: '2026-08-22',
  },
  floci: { name: 'Floci', source: `${github}/floci-io/floci/tree/a2389e773/docs/services`, date: '2026-08-22' },
  localstack: {
    name: 'LocalStack',
    source: `${github}/localstack/localstack-docs/tree/378660c/src/data/coverage`,
    date: '2025-07-25',
  },
} satisfies Readonly<Record<string, Emulator>>;
export type EmulatorName = keyof typeof emulators;

interface ServiceCoverage {
  /** Package of the AWS SDK whose commands are the operations of the service. */
  readonly client: string;
  /** Number of operations that the document of an emulator names. Undefined if it does not list the operations. */
  readonly documented: Readonly<Record<EmulatorName, number | undefined>>;
}

/** Coverage by service, under the names in docs/local.md. */
export const coverage: Readonly<Record<string, ServiceCoverage>> = {
  apigateway: { client: 'client-api-gateway', documented: { moto: 78, ministack: 73, floci: 90, localstack: 110 } },
  athena: { client: 'client-athena', documented: { moto: 27, ministack: 30, floci: 14, localstack: 27 } },
  cloudwatch: { client: 'client-cloudwatch', documented: { moto: 22, ministack: 20, floci: 11, localstack: 20 } },
  'cognito-idp': {
    client: 'client-cognito-identity-provider',
    documented: { moto: 62, ministack: 61, floci: 43, localstack: 73 },
  },
  dynamodb: { client: 'client-dynamodb', documented: { moto: 39, ministack: 27, floci: 28, localstack: 37 } },
  events: {
    client: 'client-eventbridge',
    documented: { moto: 45, ministack: 57, floci: 35, localstack: 40 },
  },
  firehose: { client: 'client-firehose', documented: { moto: 12, ministack: 12, floci: 10, localstack: 10 } },
  iot: { client: 'client-iot', documented: { moto: 101, ministack: 55, floci: 45, localstack: 99 } },
  iotdata: { client: 'client-iot-data-plane', documented: { moto: 5, ministack: 1, floci: 7, localstack: 5 } },
  kinesis: { client: 'client-kinesis', documented: { moto: 31, ministack: 26, floci: 28, localstack: 35 } },
  lambda: { client: 'client-lambda', documented: { moto: 46, ministack: 55, floci: 51, localstack: 64 } },
  logs: { client: 'client-cloudwatch-logs', documented: { moto: 52, ministack: 33, floci: 25, localstack: 51 } },
  s3: { client: 'client-s3', documented: { moto: 77, ministack: 51, floci: 66, localstack: undefined } },
  secretsmanager: {
    client: 'client-secrets-manager',
    documented: { moto: 21, ministack: 19, floci: 18, localstack: 22 },
  },
  sns: { client: 'client-sns', documented: { moto: 33, ministack: 23, floci: 27, localstack: 34 } },
  sqs: { client: 'client-sqs', documented: { moto: 20, ministack: 17, floci: 23, localstack: 23 } },
  ssm: { client: 'client-ssm', documented: { moto: 41, ministack: 12, floci: 20, localstack: 40 } },
  states: { client: 'client-sfn', documented: { moto: 29, ministack: 24, floci: 26, localstack: 35 } },
  sts: { client: 'client-sts', documented: { moto: 7, ministack: 4, floci: 7, localstack: 6 } },
};

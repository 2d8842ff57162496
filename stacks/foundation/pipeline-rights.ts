import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import { database, workgroup } from '../../contracts/questions';
import type { Grant, Statement } from '../constructs/policy-document';
import { rights } from './rights/rights';
import type { ServiceRights } from './rights/service';
import type { StateBucket } from './state-bucket';

type Policies = Readonly<Record<string, Grant>>;

/** What plans and deployments both read: what is there already, and nothing that devices or people have sent. */
export const readRights = (environment: Environment): Grant => serviceStatements('reads', environment);

/** Rights to plan. They write nothing: a role that can delete locks can also release the lock of a deployment. */
export const planRights = (state: StateBucket): Policies => ({ state: readsState(state) });

/** To deploy: makes what is declared, and writes the state. What it could do beyond, the boundary denies. */
export function deployRights(environment: Environment, state: StateBucket): Policies {
  return {
    state: [
      ...readsState(state),
      {
        // only one deployment writes the state at a time: the lock is a file next to it (`use_lockfile`)
        Sid: 'LockTheState',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: `${state.arn}/*.tflock`,
      },
      {
        // what was done is remembered; no state is deleted by anybody
        Sid: 'WriteTheState',
        Effect: 'Allow',
        Action: ['s3:PutObject'],
        Resource: `${state.arn}/*.tfstate`,
      },
      ...emptiesBuckets(environment),
    ],
    makes: serviceStatements('makes', environment),
  };
}

function readsState({ arn }: StateBucket): Grant {
  return [
    // a plan compares with what was done last
    { Sid: 'ReadTheState', Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${arn}/*.tfstate` },
    // Terraform looks for other states beside it (S3 backend, "S3 Bucket Permissions")
    { Sid: 'FindTheState', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: arn },
  ];
}

/** Where data is not protected, a bucket is destroyed with what it holds. */
function emptiesBuckets(environment: Environment): Grant {
  if (environment.protectData) return [];
  return [
    {
      Sid: 'EmptyWhatIsDestroyed',
      Effect: 'Allow',
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
      Resource: [names.bucket(environment, '*')].flatMap((bucket) => [
        `arn:aws:s3:::${bucket}`,
        `arn:aws:s3:::${bucket}/*`,
      ]),
    },
  ];
}

/** A statement a service, and one for the calls that know no resource. */
function serviceStatements(kind: 'reads' | 'makes', environment: Environment): Grant {
  const all = Object.entries(rights);
  const nameless = all.flatMap(([service, row]) => prefixed(service, row.nameless?.[kind] ?? []));
  const named = all.flatMap(([service, row]) => statementOf(kind, service, row, environment));
  const conditional = kind === 'makes' ? all.flatMap(([, row]) => row.conditional?.(environment) ?? []) : [];
  return [...named, ...conditional, { Sid: 'WhatKnowsNoResource', Effect: 'Allow', Action: nameless, Resource: '*' }];
}

function statementOf(
  kind: 'reads' | 'makes',
  service: string,
  row: ServiceRights,
  environment: Environment,
): readonly Statement[] {
  if (row[kind].length === 0) return [];
  const sid = `${kind === 'reads' ? 'Read' : 'Make'}${service.charAt(0).toUpperCase()}${service.slice(1).replace('-', '')}`;
  return [{ Sid: sid, Effect: 'Allow', Action: prefixed(service, row[kind]), Resource: row.on(environment) }];
}

const prefixed = (service: string, actions: readonly string[]) => actions.map((action) => `${service}:${action}`);

/** For tests/e2e: what they ask of AWS itself. All else they do as devices and as people. */
export function testRights(environment: Environment): Policies {
  const { account, region } = environment;
  const arn = (service: string, path: string) => `arn:aws:${service}:${region}:${account}:${path}`;
  const bucket = (id: string) => `arn:aws:s3:::${names.bucket(environment, id)}`;
  const allow = (Sid: string, Action: readonly string[], ...Resource: readonly string[]): Statement => {
    return { Sid, Effect: 'Allow', Action, Resource };
  };
  return {
    tests: [
      // a program's secret and key, by which they ask the API
      allow('BeAProgram', ['cognito-idp:DescribeUserPoolClient'], arn('cognito-idp', 'userpool/*')),
      allow('HaveAKey', ['apigateway:GET'], `arn:aws:apigateway:${region}::/apikeys/*`),
      // the certificate of a device whose key they have
      allow(
        'BeADevice',
        ['iot:DescribeCertificate', 'iot:ListThingPrincipals'],
        arn('iot', 'thing/*'),
        arn('iot', 'cert/*'),
      ),
      // nobody waits for the night
      allow('BeTheSchedule', ['lambda:InvokeFunction'], arn('lambda', 'function:timer-event')),
      allow(
        'AskTheArchive',
        [
          'athena:BatchGetNamedQuery',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetWorkGroup',
          'athena:ListNamedQueries',
          'athena:StartQueryExecution',
        ],
        arn('athena', `workgroup/${workgroup}`),
      ),
      allow(
        'FindItsTables',
        ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
        arn('glue', 'catalog'),
        arn('glue', `database/${database}`),
        arn('glue', `table/${database}/*`),
      ),
      // Athena reads and answers by the rights of whoever asks (Athena user guide, "Access to Amazon S3")
      allow(
        'ReadTheArchive',
        ['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket'],
        bucket('archive'),
        `${bucket('archive')}/*`,
      ),
      allow(
        'KeepTheAnswers',
        ['s3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
        bucket('results'),
        `${bucket('results')}/*`,
      ),
      {
        // both buckets are encrypted
        Sid: 'ThroughTheKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: arn('kms', 'key/*'),
        Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ],
  };
}

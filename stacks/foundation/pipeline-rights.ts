import type { Grant, Statement } from '@himeshima/constructs';
import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import { database, workgroup } from '../../contracts/questions';
import { rights } from './rights/rights';
import type { ServiceRights } from './rights/service-rights';
import type { StateBucket } from './state-bucket';

type Policies = Readonly<Record<string, Grant>>;

/** Read permissions of plans and deployments: configuration of existing resources, but no data of devices or users. */
export const readRights = (environment: Environment): Grant => serviceStatements('reads', environment);

/** Returns the permissions of the plan role. They are read-only, because a role that can delete locks could release the lock of a deployment. */
export const planRights = (state: StateBucket): Policies => ({ state: readsState(state) });

/** Returns the permissions of the deploy role: manage the declared resources and write the state. The boundary limits them further. */
export function deployRights(environment: Environment, state: StateBucket): Policies {
  return {
    state: [
      ...readsState(state),
      {
        // the state lock is a file next to the state (`use_lockfile`)
        Sid: 'LockTheState',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: `${state.arn}/*.tflock`,
      },
      {
        // write only: no one may delete a state
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
    // a plan compares with the current state
    { Sid: 'ReadTheState', Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${arn}/*.tfstate` },
    // Terraform lists the states in the bucket (S3 backend, "S3 Bucket Permissions")
    { Sid: 'FindTheState', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: arn },
  ];
}

/** Grants emptying buckets before they are destroyed, if the environment does not protect its data. */
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

/** Returns one statement per service, and one for the actions without resource-level permissions. */
function serviceStatements(kind: 'reads' | 'makes', environment: Environment): Grant {
  const all = Object.entries(rights);
  const withoutResource = all.flatMap(([service, row]) => prefixed(service, row.withoutResource?.[kind] ?? []));
  const named = all.flatMap(([service, row]) => statementOf(kind, service, row, environment));
  const conditional = kind === 'makes' ? all.flatMap(([, row]) => row.conditional?.(environment) ?? []) : [];
  return [
    ...named,
    ...conditional,
    { Sid: 'WhatKnowsNoResource', Effect: 'Allow', Action: withoutResource, Resource: '*' },
  ];
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

/** Returns the permissions of the end-to-end tests for direct AWS calls. Otherwise they act as devices and users. */
export function testRights(environment: Environment): Policies {
  const { account, region } = environment;
  const arn = (service: string, path: string) => `arn:aws:${service}:${region}:${account}:${path}`;
  const bucket = (id: string) => `arn:aws:s3:::${names.bucket(environment, id)}`;
  const allow = (Sid: string, Action: readonly string[], ...Resource: readonly string[]): Statement => {
    return { Sid, Effect: 'Allow', Action, Resource };
  };
  return {
    tests: [
      // client secret and API key of a program, to call the API
      allow('BeAProgram', ['cognito-idp:DescribeUserPoolClient'], arn('cognito-idp', 'userpool/*')),
      allow('HaveAKey', ['apigateway:GET'], `arn:aws:apigateway:${region}::/apikeys/*`),
      // certificate of a device whose private key they have
      allow(
        'BeADevice',
        ['iot:DescribeCertificate', 'iot:ListThingPrincipals'],
        arn('iot', 'thing/*'),
        arn('iot', 'cert/*'),
      ),
      // invokes the schedule's function immediately
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
      // Athena accesses S3 with the permissions of the caller (Athena user guide, "Access to Amazon S3")
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
        // for the encrypted buckets `archive` and `results`
        Sid: 'ThroughTheKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: arn('kms', 'key/*'),
        Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ],
  };
}

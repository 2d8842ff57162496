import type { Grant, Statement } from '../aws/policy-document';
import { rights } from './rights/rights';
import type { PipelineEnvironment, ServiceRights } from './rights/service-rights';
import type { StateBucket } from './state-bucket';

/** Inline policies of a role, by name. */
export type Policies = Readonly<Record<string, Grant>>;

/** Returns the permissions to read the configuration of resources, for plans and deployments. Excludes device and user data. */
export const readRights = (environment: PipelineEnvironment): Grant => serviceStatements('reads', environment);

/** Returns the plan role's permissions. They are read-only, because a role that can delete locks could release a deployment's lock. */
export const planRights = (state: StateBucket): Policies => ({ state: readsState(state) });

/** Returns the permissions of the deploy role to manage resources and write the state. The boundary limits them further. */
export function deployRights(environment: PipelineEnvironment, state: StateBucket): Policies {
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
        // allow writes but not deletes, because states must not be deleted
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
    // a plan reads the current state
    { Sid: 'ReadTheState', Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${arn}/*.tfstate` },
    // Terraform lists the states in the bucket (S3 backend, "S3 Bucket Permissions")
    { Sid: 'FindTheState', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: arn },
  ];
}

/** Returns the permission to empty buckets before they are destroyed, unless the environment protects its data. */
function emptiesBuckets(environment: PipelineEnvironment): Grant {
  if (environment.protectData) return [];
  return [
    {
      Sid: 'EmptyWhatIsDestroyed',
      Effect: 'Allow',
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
      Resource: [environment.names.bucket(environment, '*')].flatMap((bucket) => [
        `arn:aws:s3:::${bucket}`,
        `arn:aws:s3:::${bucket}/*`,
      ]),
    },
  ];
}

/**
 * Returns one statement per service, one for all actions without resource-level permissions and, for `makes`, the conditional statements.
 */
function serviceStatements(kind: 'reads' | 'makes', environment: PipelineEnvironment): Grant {
  const all = Object.entries(rights);
  const withoutResource = all.flatMap(([service, row]) => prefixActions(service, row.withoutResource?.[kind] ?? []));
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
  environment: PipelineEnvironment,
): readonly Statement[] {
  if (row[kind].length === 0) return [];
  const sid = `${kind === 'reads' ? 'Read' : 'Make'}${service.charAt(0).toUpperCase()}${service.slice(1).replace('-', '')}`;
  return [{ Sid: sid, Effect: 'Allow', Action: prefixActions(service, row[kind]), Resource: row.on(environment) }];
}

const prefixActions = (service: string, actions: readonly string[]) => actions.map((action) => `${service}:${action}`);

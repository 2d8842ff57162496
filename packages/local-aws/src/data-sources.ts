import type { ValueObject } from '@himeshima/terraform-json';
import { policyDocument } from './iam/policy-document';
import type { Parts } from './parts';
import { secretDataSources } from './secrets-manager/secret-data-sources';
import { parameterDataSources } from './ssm/parameter-data-sources';

/** Reads what a `data` block refers to. @throws Error if it is not declared, or its arguments are invalid */
export type DataSource = (parts: Parts, attributes: ValueObject) => ValueObject;

type DataSources = Readonly<Record<string, DataSource>>;

/** Data sources that describe where a stack runs. What a plan has read elsewhere does not count. */
export const accountDataSources: DataSources = {
  aws_caller_identity: ({ place }) => ({
    id: place.account,
    account_id: place.account,
    arn: `arn:aws:iam::${place.account}:user/local`,
    user_id: 'local',
  }),
  aws_region: ({ place }) => ({ id: place.region, name: place.region, region: place.region }),
  // ports differ: what tells where the platform is, tells them too
  aws_iot_endpoint: () => ({ endpoint_address: '127.0.0.1' }),
  aws_partition: () => ({ id: 'aws', partition: 'aws', dns_suffix: 'amazonaws.com' }),
};

/** Data sources that are evaluated locally, by type. */
export const dataSources: DataSources = {
  ...accountDataSources,
  aws_iam_policy_document: (_, attributes) => policyDocument(attributes),
  ...parameterDataSources,
  ...secretDataSources,
};

import type { Grant } from '../../aws/policy-document';
import type { PhysicalNames } from '../../stack/physical-names';

/** Environment of the pipeline. */
export interface PipelineEnvironment {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly names: PhysicalNames;
  /** Whether deleting keys and emptying buckets is reserved for administrators. */
  readonly protectData: boolean;
}

/**
 * Permissions of Terraform's provider for one AWS service. Names are from the Service Authorization Reference. No permission
 * allows reading data from devices or users.
 */
export interface ServiceRights {
  /** Prefixes of the Terraform resource types of the service. */
  readonly types: readonly string[];
  on(environment: PipelineEnvironment): readonly string[];
  /** Actions required for a plan. */
  readonly reads: readonly string[];
  /** Additional actions required for a deployment. */
  readonly makes: readonly string[];
  /** Returns additional statements with conditions, for deployments. */
  conditional?(environment: PipelineEnvironment): Grant;
  /** Actions that have no resource-level permissions, or whose resource does not exist yet. */
  readonly withoutResource?: { readonly reads?: readonly string[]; readonly makes?: readonly string[] };
}

/** Returns a function that builds `arn:aws:SERVICE:REGION:ACCOUNT:PATH` for each path. */
export const regional =
  (service: string, ...paths: readonly string[]) =>
  ({ account, region }: Pick<PipelineEnvironment, 'account' | 'region'>): readonly string[] =>
    paths.map((path) => `arn:aws:${service}:${region}:${account}:${path}`);

export const tagging = ['TagResource', 'UntagResource'];

import type { Environment } from '../../../config/environment';
import type { Grant } from '../../constructs/policy-document';

/** Where an account's resources are. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * What Terraform's provider asks of one AWS service for the resources that are declared here.
 * Source of all names: Service Authorization Reference. None of them reads what devices or people have sent.
 */
export interface ServiceRights {
  /** How the types of the resources begin. */
  readonly types: readonly string[];
  on(place: Place): readonly string[];
  /** To plan: what is there already. */
  readonly reads: readonly string[];
  /** To deploy. */
  readonly makes: readonly string[];
  /** To deploy: calls that are allowed under a condition only. */
  conditional?(environment: Environment): Grant;
  /** Calls that know no resource, or not yet. */
  readonly nameless?: { readonly reads?: readonly string[]; readonly makes?: readonly string[] };
}

/** `arn:aws:SERVICE:REGION:ACCOUNT:PATH` */
export const regional =
  (service: string, ...paths: readonly string[]) =>
  ({ account, region }: Place): readonly string[] =>
    paths.map((path) => `arn:aws:${service}:${region}:${account}:${path}`);

export const tagging = ['TagResource', 'UntagResource'];

import type { Value, ValueObject } from '@himeshima/terraform-json';
import type { Finding } from '../checks/findings';
import type { Provisioner } from './configuration';
import type { ProviderSettings } from './provider-settings';

/** Action that a plan takes on a resource. `replace` creates and deletes, in either order. */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'read' | 'no-op';

/** Change to one resource, without secrets. */
export interface Change {
  readonly address: string;
  /** Address before a `moved` block moved the resource. */
  readonly previousAddress: string | undefined;
  readonly type: string;
  /** Name of the resource without type, module and key: `telemetry`. */
  readonly name: string;
  readonly mode: 'managed' | 'data';
  /** Id of a deposed object, which an incomplete replacement leaves behind. Undefined for other objects. */
  readonly deposed: string | undefined;
  readonly action: Action;
  /**
   * Whether a replacement creates the new object before it deletes the old one. Undefined for other actions, and for a comparison of
   * commits.
   */
  readonly createsFirst: boolean | undefined;
  /** Whether a replacement only removes the old object from the state, without deleting the object. */
  readonly leavesOld: boolean;
  /** Terraform's reason for the action, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  readonly importing: boolean;
  readonly before: ValueObject;
  readonly after: ValueObject;
  /** Tree with the structure of `after`. Contains true for each value known only after apply. */
  readonly unknown: Value;
  /** References in attributes known only after apply: `aws_sqs_queue.jobs.arn`. */
  readonly waitsFor: readonly string[];
  /** References in each attribute known only after apply, including those to variables, local values and `each`. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Declared attributes known only after apply. Undefined if the plan does not contain the configuration of the resource. */
  readonly declaredLater: readonly string[] | undefined;
  /** Names of the declared attributes and blocks, except dynamic blocks. Undefined if the plan does not contain the configuration of the resource. */
  readonly declaredNames: ReadonlySet<string> | undefined;
  /** Declared values of a new resource, without defaults. Undefined if the plan does not contain the configuration of the resource. */
  readonly declared: ValueObject | undefined;
  /** Paths of new secrets that are constants in the configuration: `password`, `master_auth.password`. */
  readonly hardcoded: readonly (readonly string[])[];
  /** Paths of the private keys in the new values. */
  readonly privateKeys: readonly (readonly string[])[];
  /** Paths of new secrets that are placeholders, or contain the text of a reference. */
  readonly unfinished: readonly (readonly string[])[];
  /** Templates from a JSON configuration for attributes known only after apply: `"${aws_sqs_queue.jobs.arn}/*"`. */
  readonly templates: Readonly<Record<string, string>>;
  /** Provider configuration, such as `aws.west`. Undefined if the plan does not contain it. */
  readonly provider: string | undefined;
  /** Provisioners of a new or replaced resource. */
  readonly provisioners: readonly Provisioner[];
  /** Paths of the attributes that force the replacement. */
  readonly replacedBecause: readonly (readonly string[])[];
  /** Addresses of the replaced resources to which these attributes refer. Empty if the resource has a reason itself. */
  readonly replacedWith: readonly string[];
}

export interface DeferredResource {
  readonly address: string;
  /** Actions from the plan. Empty if the actions are not known yet. */
  readonly actions: readonly string[];
  readonly reason: string;
}

/** Resource with an unchanged declaration that changes because it refers to a replaced resource. */
export interface Dependent {
  readonly address: string;
  /** Names of the attributes that refer to replaced resources. */
  readonly attributes: readonly string[];
  /** Addresses of the resources to which these attributes refer. */
  readonly refersTo: readonly string[];
  /** Whether new values of these attributes replace the resource. Undefined if this is unknown for the resource type. */
  readonly isReplaced: boolean | undefined;
}

/** Changed value. */
export interface Difference {
  /** Path of the value through attributes, lists, objects and JSON strings: `policy`, `Statement`, `[Publish]`, `Resource`. */
  readonly path: readonly string[];
  /** Value before the change. Undefined for a new value. */
  readonly before: Value | undefined;
  /** Value after the change. Undefined for a removed value. */
  readonly after: Value | undefined;
}

/** Resource with values that were changed outside Terraform, and that the plan does not change. */
export interface KeptDrift {
  /** Change outside Terraform, with the values after the last apply and the current values. */
  readonly change: Change;
  /** Differences that the plan keeps. */
  readonly differences: readonly Difference[];
  /** Whether the plan keeps all values that were changed and were set before. */
  readonly isWhole: boolean;
}

/** Resource that was changed or deleted outside Terraform, and now differs from the configuration. */
export interface DriftedResource {
  readonly address: string;
  readonly type: string;
  readonly isDeleted: boolean;
  /** Differences between the values after the last apply and the current values. Empty for a deleted resource. */
  readonly differences: readonly Difference[];
  /** Differences between a deleted resource and the resource that the plan creates instead. Contains only declared, known values. */
  readonly recreatedWith: readonly Difference[];
}

/** Message of a failed check. */
export interface CheckProblem {
  readonly check: string;
  readonly message: string;
}

/** Values of an output before and after the apply, without secrets. Null if the output does not exist. */
export interface OutputValues {
  readonly name: string;
  readonly before: Value;
  readonly after: Value;
  /** True, or a tree with true for each value that is known only after apply. */
  readonly unknown: Value;
  /** Addresses to which the output refers. Empty if the plan does not contain the configuration. */
  readonly waitsFor: readonly string[];
}

/** Attribute that could not be read and may hide dangers. */
export interface Unread {
  readonly address: string;
  /** Content of the attribute, such as `monitor` or `policy`. */
  readonly noun: string;
  /** Path of the attribute, such as `query`. */
  readonly attribute: string;
  readonly reason: string;
}

/**
 * Declarations that refer to a resource: addresses of resources and data sources without instance keys, `module` for arguments of
 * modules, and `output` for outputs.
 */
export type Users = ReadonlySet<string>;

/** Data of a plan that the review needs. */
export interface Plan {
  /** Name of the stack: the folder of the plan file, or the name that the caller passed. */
  readonly stack: string;
  /** Environment that the caller passed, or else the environment in the tags. */
  readonly environment: string | undefined;
  /** Project, from the tags shared by all resources. */
  readonly project: string | undefined;
  /** Basis of the review: the `planHash` of a Terraform plan, or the base commit of a comparison of stacks. */
  readonly basis: { readonly hash: string } | { readonly base: string };
  readonly terraform: string | undefined;
  readonly changes: readonly Change[];
  /** Resources that change only through references. Replaced resources are also in `changes`, as in a Terraform plan. */
  readonly dependents: readonly Dependent[];
  readonly drift: readonly DriftedResource[];
  /** Values that were changed outside Terraform, and that the plan keeps. */
  readonly keptDrift: readonly KeptDrift[];
  /** The same for resources that the plan does not list, as in a plan with `-refresh-only`. `drift` contains them, too. */
  readonly unlistedDrift: readonly KeptDrift[];
  /** Version of the plan format, if it is newer than the versions that the review knows. */
  readonly newerFormat: string | undefined;
  /** Names of outputs that change. */
  readonly outputs: readonly string[];
  /** Values of the outputs that the plan changes or removes. */
  readonly outputValues: readonly OutputValues[];
  /** Names of the outputs that the plan adds. */
  readonly addedOutputs: readonly string[];
  /** Names of the outputs that the plan removes. */
  readonly removedOutputs: readonly string[];
  /** Names of the outputs that the plan adds and that are not marked as sensitive. */
  readonly plainOutputs: readonly string[];
  /** Names of the outputs that are no longer marked as sensitive. */
  readonly revealedOutputs: readonly string[];
  /** Provider actions that the apply triggers (Terraform 1.14, `action` blocks). */
  readonly invoked: readonly string[];
  readonly failedChecks: readonly string[];
  /** Messages of failed checks, without secrets. */
  readonly checkProblems: readonly CheckProblem[];
  /** Names of the checks whose results are known only after apply. */
  readonly unknownChecks: readonly string[];
  readonly deferred: readonly DeferredResource[];
  /** Deferred changes, which may be incomplete. */
  readonly deferredChanges: readonly Change[];
  /** Addresses of planned resources without an entry in `resource_changes`. */
  readonly unlisted: readonly string[];
  /** Findings of the checks before and after the apply. */
  readonly findings: { readonly before: readonly Finding[]; readonly after: readonly Finding[] };
  /** Users of the declared resources. Keys are addresses without instance keys. */
  readonly users: ReadonlyMap<string, Users>;
  /** Addresses of existing resources. Keys are ids that a cloud assigns, such as `sg-0a1b2c3d4e5f60718`. */
  readonly addressOfId: ReadonlyMap<string, string>;
  /** Addresses of kept resources with the same id and type, by the address of each of them. */
  readonly managedTwice: ReadonlyMap<string, readonly string[]>;
  /** Addresses of the resources that the plan keeps and that use a resource that it deletes, by its address. */
  readonly keptUsers: ReadonlyMap<string, readonly string[]>;
  /** Providers whose configuration contains secrets or URLs of the machine that runs Terraform. */
  readonly providerSettings: readonly ProviderSettings[];
  /** Attributes that could not be read, including attributes of unchanged resources. */
  readonly unread: readonly Unread[];
  /** Reason why the plan cannot be applied. Undefined if it can be applied. */
  readonly broken: string | undefined;
  /** Whether the plan covers the entire configuration. Otherwise, another apply is required. */
  readonly complete: boolean;
}

import type { Value, ValueObject } from '../value';

/** Declared resource or data source. */
export interface Block {
  readonly kind: 'resource' | 'data';
  /**
   * Address, such as `aws_sqs_queue.jobs`, `data.aws_region.current` or, in a plan, `module.queue["a"].aws_sqs_queue.jobs[0]`.
   */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Arguments of the block, whose strings are unevaluated templates. */
  readonly attributes: ValueObject;
  /** Addresses in `depends_on`. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: ValueObject;
  /** Provider, such as `aws` or `aws.alias`; undefined if the block does not set a provider. */
  readonly provider: string | undefined;
  /** cdktf's construct path, such as `shop-dev/orders/table`. */
  readonly constructPath: string | undefined;
  /** Data from the plan; missing if the stack was not read from a plan. */
  readonly planned?: PlannedBlock;
}

/** Data about a block that is known only if the stack was read from a plan. */
export interface PlannedBlock {
  /** Whether the block is a data source that was read during planning. If so, its attributes contain the result. */
  readonly isRead: boolean;
  /** Configured attributes whose values are in neither the plan nor its configuration, for example `redrive_policy`. */
  readonly unknown: readonly string[];
  /** Attributes that are assumed to be a single reference, because a plan does not contain the text of HCL expressions. */
  readonly assumed: readonly string[];
  /** Number of the block's provisioners. */
  readonly provisioners: number;
  /** Strings in sensitive attributes, which must not be printed. */
  readonly secrets: readonly string[];
}

export interface Variable {
  readonly name: string;
  /** Default value; undefined if the variable requires a value. */
  readonly default: Value | undefined;
  readonly type: string | undefined;
  readonly sensitive: boolean;
  readonly description: string | undefined;
}

export interface Output {
  readonly name: string;
  readonly value: Value;
  readonly sensitive: boolean;
}

export interface Provider {
  /** Name of the provider configuration: `aws`, or `aws.tokyo` with an alias. */
  readonly name: string;
  readonly attributes: ValueObject;
  /** Arguments whose values are not in the plan that the stack was read from. */
  readonly unknown?: readonly string[];
}

export interface TerraformBlock {
  readonly requiredVersion: string | undefined;
  readonly requiredProviders: Readonly<Record<string, ValueObject>>;
  readonly backend: { readonly type: string; readonly attributes: ValueObject } | undefined;
}

/** Values of a module that its expressions can use. */
export interface ModuleValues {
  readonly variables: readonly Variable[];
  readonly locals: ValueObject;
}

/** Stack read from Terraform JSON or a plan. Lists are in the order of the JSON. */
export interface Stack extends ModuleValues {
  /** Name of the stack, if cdktf's metadata contains it. */
  readonly name: string | undefined;
  readonly resources: readonly Block[];
  readonly dataSources: readonly Block[];
  readonly outputs: readonly Output[];
  readonly providers: readonly Provider[];
  readonly terraform: TerraformBlock;
  /** Conditions that Terraform evaluates during plan and apply: `var.size.validation`, `check.health`. */
  readonly conditions: readonly string[];
}

import type { Value, ValueObject } from '../value';

/** Declared resource or data source. */
export interface Block {
  readonly kind: 'resource' | 'data';
  /** `aws_sqs_queue.jobs`, `data.aws_region.current`; in a plan also `module.queue["a"].aws_sqs_queue.jobs[0]` */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Arguments of the provider, whose strings are unevaluated templates. */
  readonly attributes: ValueObject;
  /** Addresses, from `depends_on`. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: ValueObject;
  /** Provider `aws` or `aws.alias`, if the block sets one. */
  readonly provider: string | undefined;
  /** cdktf's construct path, such as `shop-dev/orders/table`. */
  readonly constructPath: string | undefined;
  /** Present if the stack was read from a plan. */
  readonly planned?: Planned;
}

/** Facts about a block that only a plan has. */
export interface Planned {
  /** Whether this is a data source that was read while planning: its attributes are the result. */
  readonly isRead: boolean;
  /** Configured attributes whose value neither the plan nor its configuration has: `redrive_policy`. */
  readonly unknown: readonly string[];
  /** Attributes of an HCL configuration that are taken for the plain reference in them: the plan does not have their text. */
  readonly assumed: readonly string[];
  /** Number of provisioners. */
  readonly provisioners: number;
  /** Texts of sensitive attributes: they must not be printed. */
  readonly secrets: readonly string[];
}

export interface Variable {
  readonly name: string;
  /** Undefined if the variable has no default and requires a value. */
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
  /** `aws`, or `aws.tokyo` for a configuration with an alias. */
  readonly name: string;
  readonly attributes: ValueObject;
  /** In a plan, arguments whose value is not in it. */
  readonly unknown?: readonly string[];
}

export interface TerraformBlock {
  readonly requiredVersion: string | undefined;
  readonly requiredProviders: Readonly<Record<string, ValueObject>>;
  readonly backend: { readonly type: string; readonly attributes: ValueObject } | undefined;
}

/** Synthesized stack. Lists are in the order of the JSON. */
export interface Stack {
  /** Name of the stack, if cdktf's metadata contains it. */
  readonly name: string | undefined;
  readonly resources: readonly Block[];
  readonly dataSources: readonly Block[];
  readonly variables: readonly Variable[];
  readonly locals: ValueObject;
  readonly outputs: readonly Output[];
  readonly providers: readonly Provider[];
  readonly terraform: TerraformBlock;
  /** Conditions that Terraform evaluates when it plans and applies: `var.size.validation`, `check.health`. */
  readonly conditions: readonly string[];
}

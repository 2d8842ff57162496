import type { Value, ValueObject } from '../value';

/** A resource or a data source as it is declared. */
export interface Block {
  readonly kind: 'resource' | 'data';
  /** `aws_sqs_queue.jobs`, `data.aws_region.current` */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** What the provider reads: strings are templates that nobody has evaluated yet. */
  readonly attributes: ValueObject;
  /** Addresses, from `depends_on`. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: ValueObject;
  /** `aws` or `aws.alias`, where the block names one. */
  readonly provider: string | undefined;
  /** cdktf's construct path, such as `shop-dev/orders/table`. */
  readonly constructPath: string | undefined;
}

export interface Variable {
  readonly name: string;
  /** Undefined where the variable has no default and must be given. */
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
}

export interface TerraformBlock {
  readonly requiredVersion: string | undefined;
  readonly requiredProviders: Readonly<Record<string, ValueObject>>;
  readonly backend: { readonly type: string; readonly attributes: ValueObject } | undefined;
}

/** One synthesized stack. Lists are in the order of the JSON. */
export interface Stack {
  /** cdktf's name of the stack, where the metadata has it. */
  readonly name: string | undefined;
  readonly resources: readonly Block[];
  readonly dataSources: readonly Block[];
  readonly variables: readonly Variable[];
  readonly locals: ValueObject;
  readonly outputs: readonly Output[];
  readonly providers: readonly Provider[];
  readonly terraform: TerraformBlock;
  /** Conditions that Terraform asks while it plans and applies: `var.size.validation`, `check.health`. */
  readonly conditions: readonly string[];
}

import type { Block, Value } from '@himeshima/terraform-json';
import type { DeclaredStack } from './declared-stack';
import type { Finding } from './findings';
import { hasUnknown } from './known-values';

/** Rule that checks resources of certain types. */
export interface PublicAccessRule {
  readonly types: readonly string[];
  readonly faultsOf: (block: Block, stack: DeclaredStack) => readonly Omit<Finding, 'address'>[];
}

/** Setting that makes a resource public. */
export interface PublicSetting {
  readonly types: readonly string[];
  /** Path of the attribute. */
  readonly path: string;
  /** Returns whether the value makes the resource public. The value is undefined if the attribute is not set. */
  readonly isPublic: (value: Value | undefined) => boolean;
  readonly problem: string;
  readonly fix: string;
}

/** Creates the rule for a setting. The rule also reports a value that is known after apply. */
export const settingRule = ({ types, path, isPublic, problem, fix }: PublicSetting): PublicAccessRule => ({
  types,
  faultsOf(block, stack) {
    const value = stack.read(block, path);
    if (isPublic(value)) return [{ problem, fix }];
    return hasUnknown(value) ? [{ problem: `${path} is known only after apply`, fix }] : [];
  },
});

/** Returns a predicate that accepts only these values. Terraform accepts `"true"` for `true`. */
export const isOneOf =
  (...values: readonly (string | boolean)[]) =>
  (value: Value | undefined): boolean =>
    values.some((one) => String(one) === String(value));

/** Returns a predicate that accepts a missing value, and all known values except these. */
export const isNoneOf =
  (...values: readonly (string | boolean)[]) =>
  (value: Value | undefined): boolean =>
    !hasUnknown(value) && !isOneOf(...values)(value);

import type { Block, Value } from '@himeshima/terraform-json';
import type { DeclaredStack } from './declared-stack';
import type { Finding } from './findings';
import { hasUnknown } from './known-values';

/** Rule about resources of some types. */
export interface PublicAccessRule {
  readonly types: readonly string[];
  readonly faultsOf: (block: Block, stack: DeclaredStack) => readonly Omit<Finding, 'address'>[];
}

/** Setting that makes a resource public. */
export interface PublicSetting {
  readonly types: readonly string[];
  /** Path of the attribute. */
  readonly path: string;
  /** Returns whether the value, undefined if it is not set, makes the resource public. */
  readonly isPublic: (value: Value | undefined) => boolean;
  readonly problem: string;
  readonly fix: string;
}

/** Returns the rule for a setting. A value that is only known after the apply is a fault, too. */
export const settingRule = ({ types, path, isPublic, problem, fix }: PublicSetting): PublicAccessRule => ({
  types,
  faultsOf(block, stack) {
    const value = stack.read(block, path);
    if (isPublic(value)) return [{ problem, fix }];
    return hasUnknown(value) ? [{ problem: `${path} is not known before the apply`, fix }] : [];
  },
});

/** Returns a test for one of some values. Terraform accepts `"true"` for `true`. */
export const isOneOf =
  (...values: readonly (string | boolean)[]) =>
  (value: Value | undefined): boolean =>
    values.some((one) => String(one) === String(value));

/** Returns a test for any other value than one of these, or none. */
export const isNoneOf =
  (...values: readonly (string | boolean)[]) =>
  (value: Value | undefined): boolean =>
    !hasUnknown(value) && !isOneOf(...values)(value);

import type { Value } from '../value';
import type { Environment } from './evaluation-environment';
import { ExpressionError } from './expression-error';
import type { Reference } from './expression-tree';

/** Returns the value of a reference. Throws an ExpressionError if the scope does not declare it. */
export function resolve(reference: Reference, column: number, environment: Environment): Value {
  if (reference.kind === 'path') return environment.scope.pathModule ?? '.';
  // The only value of this kind is `terraform.workspace`: `default` in the initial workspace (Terraform CLI, "Workspaces").
  if (reference.kind === 'terraform') return 'default';
  const value = environment.scope.resolve(reference);
  if (value !== undefined) return value;
  throw new ExpressionError({
    reason: `${reference.address} is not declared`,
    column,
    expression: environment.source,
  });
}

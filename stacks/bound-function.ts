import type { Binding } from '@himeshima/constructs/binding';
import type { IConstruct } from 'constructs';
import { environmentOf } from './environment-context';

/**
 * Returns the function properties that are derived from a binding: the environment variables, and the reserved concurrency if
 * devices or API clients invoke the function.
 */
export function bindFunction<Declared>(
  scope: IConstruct,
  { environment, invokedBy }: Binding<Declared>,
  to: Parameters<Binding<Declared>['environment']>[0],
) {
  const { reservedConcurrency } = environmentOf(scope).functions;
  return { environment: environment(to), ...(invokedBy === 'clients' && { reservedConcurrency }) };
}

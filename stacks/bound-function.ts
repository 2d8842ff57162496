import type { Binding } from '@himeshima/constructs/binding';
import type { IConstruct } from 'constructs';
import { environmentOf } from './environment-context';

/**
 * Returns the properties of a function that follow from its binding: its environment variables and, if devices or API
 * clients invoke it, its reserved concurrency.
 */
export function bound<Declared>(
  scope: IConstruct,
  { environment, invokedBy }: Binding<Declared>,
  to: Parameters<Binding<Declared>['environment']>[0],
) {
  const { reservedConcurrency } = environmentOf(scope).functions;
  return { environment: environment(to), ...(invokedBy === 'clients' && { reservedConcurrency }) };
}

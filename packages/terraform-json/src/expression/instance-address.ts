import type { Expression, Reference } from './expression-tree';

/** Key of an instance: a number with `count`, a string with `for_each`. */
export type InstanceKey = string | number;

/** Returns an instance's address as Terraform prints it: `aws_sqs_queue.jobs["a"]`. */
export const instanceAddress = (address: string, key: InstanceKey | undefined): string =>
  key === undefined ? address : `${address}[${typeof key === 'number' ? key : quoteKey(key)}]`;

const quoteKey = (key: string): string => JSON.stringify(key).replace(/([$%])\{/g, '$1$1{');

/** Returns a reference to the instance if the expression is a resource with a literal key: `aws_sqs_queue.jobs[0]`. */
export function instanceIn(expression: Expression): Reference | undefined {
  if (expression.kind !== 'index' || expression.of.kind !== 'reference' || expression.key.kind !== 'literal')
    return undefined;
  const { reference } = expression.of;
  const { value } = expression.key;
  if (reference.kind !== 'resource' && reference.kind !== 'data') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return { ...reference, address: instanceAddress(reference.address, value) };
}

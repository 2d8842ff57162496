import type { Expression } from '../expression/expression-tree';
import { instanceIn } from '../expression/instance-address';
import { isObject, property } from '../value';
import { type ExpressionScope, type ModuleInstance, type ResourceInstance, rootOf } from './module-instance';

/**
 * Resource attributes to which an argument can refer. A key is the resource type with the argument name, the argument
 * name, or the last word of the argument name. A reference uses the first of the attributes that the resource has.
 */
const expectedAttributes: Readonly<Record<string, readonly string[]>> = {
  'aws_iot_policy_attachment.policy': ['name'],
  'aws_iot_policy_attachment.target': ['arn'],
  'aws_iot_thing_principal_attachment.thing': ['name'],
  'aws_lambda_function.role': ['arn'],
  arn: ['arn'],
  bucket: ['id'],
  endpoint: ['arn'],
  function_name: ['function_name'],
  id: ['id'],
  kms_key_id: ['arn'],
  kms_master_key_id: ['arn'],
  name: ['name', 'id'],
  policy: ['json'],
  principal: ['arn'],
  role: ['name', 'id'],
  rule: ['name', 'id'],
  url: ['url', 'id'],
};

interface Argument {
  readonly type: string;
  readonly name: string;
}

/**
 * Returns a reference to the resource attribute that an argument expects. Plans by Terraform versions before 1.0 contain only
 * `aws_sqs_queue.jobs` for `aws_sqs_queue.jobs.arn`.
 * @returns undefined if the table does not determine the attribute, or if the resource lacks the attribute
 */
export function referencedAttribute(
  of: Expression,
  { type, name }: Argument,
  { module }: ExpressionScope,
): Expression | undefined {
  const word = name.split('_').at(-1)?.replace(/s$/, '') ?? '';
  const candidates =
    expectedAttributes[`${type}.${name}`] ?? expectedAttributes[name] ?? expectedAttributes[word] ?? [];
  const target = instanceAt(of, rootOf(module));
  const attribute = candidates.find((one) => target !== undefined && hasAttribute(target, one));
  return attribute === undefined ? undefined : { kind: 'attribute', of, name: attribute, column: 1 };
}

function instanceAt(expression: Expression, root: ModuleInstance): ResourceInstance | undefined {
  const reference = expression.kind === 'reference' ? expression.reference : instanceIn(expression);
  return reference && instancesByAddress(root).get(reference.address);
}

/**
 * Cache of a plan's instances by address, because searching all instances for each reference would take quadratic time.
 */
const indexes = new WeakMap<ModuleInstance, ReadonlyMap<string, ResourceInstance>>();

function instancesByAddress(root: ModuleInstance): ReadonlyMap<string, ResourceInstance> {
  const index = indexes.get(root) ?? new Map(instancesIn(root).map((one) => [one.address, one]));
  indexes.set(root, index);
  return index;
}

const instancesIn = (module: ModuleInstance): readonly ResourceInstance[] => [
  ...[...module.resources.values()].flat(),
  ...[...module.modules.values()].flat().flatMap(instancesIn),
];

const hasAttribute = ({ values, unknown = null }: ResourceInstance, name: string): boolean =>
  property(values, name) !== undefined || (isObject(unknown) && property(unknown, name) === true);

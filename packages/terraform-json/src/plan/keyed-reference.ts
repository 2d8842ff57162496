import type { Expression } from '../expression/expression-tree';
import { parseExpression } from '../expression/parse-expression';
import { isObject, property } from '../value';
import { configurationNames, parseReference } from './expression-of';
import type { ExpressionScope } from './module-instance';

const column = 1;

/**
 * Reconstructs a reference such as `aws_sqs_queue.jobs[each.key].url`, for which a plan contains only `aws_sqs_queue.jobs` and
 * `each.key`. Selects the attribute whose name ends with the last word of the argument's name, such as `url` for `queue_url`.
 * @returns undefined for other references, and unless exactly one attribute matches
 */
export function keyedReference(texts: readonly string[], name: string, place: ExpressionScope): Expression | undefined {
  const [target, key, ...others] = texts;
  const word = /(?:^|_)(arn|url|id|name)$/.exec(name)?.[1];
  if (target === undefined || key === undefined || others.length > 0 || word === undefined) return undefined;
  if (!/^(?:each\.key|each\.value|count\.index)$/.test(key)) return undefined;
  const of = parseReference(target);
  const candidates = attributesOf(of, place).filter((one) => one === word || one.endsWith(`_${word}`));
  const [attribute, ...more] = candidates;
  if (attribute === undefined || more.length > 0) return undefined;
  const instance: Expression = { kind: 'index', of, key: parseExpression(key, configurationNames), column };
  return { kind: 'attribute', of: instance, name: attribute, column };
}

/** Returns the names of a module's outputs, or of a resource's attributes known only after apply. */
function attributesOf(target: Expression, { module }: ExpressionScope): readonly string[] {
  if (target.kind === 'attribute' && target.of.kind === 'bound' && target.of.name === 'module')
    return Object.keys(module.configuration.module_calls[target.name]?.module.outputs ?? {});
  if (target.kind !== 'reference') return [];
  const unknown = module.resources.get(target.reference.address)?.[0]?.unknown;
  if (unknown === undefined || !isObject(unknown)) return [];
  return Object.keys(unknown).filter((name) => property(unknown, name) === true);
}

import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/** Blocks of a rule that are not actions. */
const otherBlocks: ReadonlySet<string> = new Set(['error_action', 'tags', 'tags_all', 'timeouts', 'lifecycle', '//']);

const isDeclared = (value: Value) => (isList(value) ? value.length > 0 : isObject(value));

const blocksIn = (attributes: ValueObject): readonly string[] =>
  Object.entries(attributes).flatMap(([name, value]) => (isDeclared(value) && !otherBlocks.has(name) ? [name] : []));

/**
 * Returns the actions of an `aws_iot_topic_rule` that are not supported locally. If these actions were ignored, the rule would
 * match messages but do nothing. Every unknown block counts as an action,
 * so that actions from later provider versions are recognized.
 */
export function unsupportedActions(attributes: ValueObject, supported: readonly string[]): readonly string[] {
  const unsupported = (blocks: readonly string[]) => blocks.filter((name) => !supported.includes(name));
  const [errorAction = null] = [attributes['error_action'] ?? null].flat();
  return [
    ...unsupported(blocksIn(attributes)).map((name) => `${name} action`),
    ...(isObject(errorAction) ? unsupported(blocksIn(errorAction)).map((name) => `${name} as an error action`) : []),
  ];
}

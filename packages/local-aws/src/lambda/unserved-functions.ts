import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/** Returns whether a block or a list is declared and not empty. */
export function isDeclared(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false;
  return isList(value) ? value.length > 0 : !isObject(value) || Object.keys(value).length > 0;
}

const isExpression = (text: string) => text.includes('${');

/**
 * Returns the reasons why an `aws_lambda_function` cannot run locally: a runtime other than Node.js, a container image,
 * missing code, or layers, whose modules would be missing. Expressions are checked later, when they are evaluated.
 */
export function unservedFunction(attributes: ValueObject, unknown: readonly string[]): readonly string[] {
  const { runtime = null, package_type: packageType = null } = attributes;
  if (packageType === 'Image') return ['package_type Image'];
  if (isDeclared(attributes['image_uri'])) return ['image_uri'];
  const isOtherRuntime = typeof runtime === 'string' && !isExpression(runtime) && !runtime.startsWith('nodejs');
  const hasCode = ['filename', 's3_bucket'].some((name) => isDeclared(attributes[name]) || unknown.includes(name));
  return [
    ...(isOtherRuntime ? [`runtime ${runtime}`] : []),
    ...(hasCode ? [] : ['neither filename nor s3_bucket']),
    ...(isDeclared(attributes['layers']) ? ['layers'] : []),
  ];
}

/**
 * Returns the unsupported arguments of an `aws_lambda_event_source_mapping` that would change which records its
 * function receives. Considers only arguments that are known before expressions are evaluated.
 */
export const unservedMapping = (attributes: ValueObject): readonly string[] =>
  isDeclared(attributes['provisioned_poller_config']) ? ['provisioned_poller_config'] : [];

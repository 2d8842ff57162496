import type { Provider } from '../stack/stack';
import { property, type Value } from '../value';
import { jsonOf } from './expression-text';
import type { ExpressionScope } from './module-instance';
import { expressionIn, type Plan } from './plan-schema';
import { resolveConfigured } from './resolve';
import { UnknownValue } from './unknown-value';

type Configurations = Plan['configuration']['provider_config'];

/** Returns a plan's provider configurations, with the arguments that the plan determines. */
export const providersIn = (configurations: Configurations, root: ExpressionScope): readonly Provider[] =>
  Object.entries(configurations).map(([key, { expressions }]) => {
    const configured = Object.entries(expressions).filter(([, value]) => expressionIn(value));
    const known = configured.flatMap(([name, value]): [string, Value][] => {
      const argument = argumentOf(value, key.includes(':') ? undefined : root);
      return argument === undefined ? [] : [[name, argument]];
    });
    const attributes = Object.fromEntries(known);
    const unknown = configured.map(([name]) => name).filter((name) => property(attributes, name) === undefined);
    return { name: providerName(key), attributes, unknown };
  });

/** Returns the name of a provider configuration: `aws`, `aws.tokyo`, or `aws.module.queue` in a module. */
export function providerName(key: string): string {
  const [, module, name = key] = /^(.*):([^:]+)$/.exec(key) ?? [];
  return module === undefined || name.includes('.') ? name : `${name}.${module}`;
}

function argumentOf(configured: Value, place: ExpressionScope | undefined): Value | undefined {
  const expression = expressionIn(configured);
  if (!expression) return undefined;
  if (!place) return expression.references.length === 0 ? expression.constant_value : undefined;
  try {
    return jsonOf(resolveConfigured(expression, place));
  } catch (error) {
    if (error instanceof UnknownValue) return undefined;
    throw error;
  }
}

import { article, toBool, toText } from '../convert';
import { ValueFault } from '../fault';
import { isList, isObject, sortedEntries, type Value } from '../value';
import { type Environment, locateFaults } from './evaluation-environment';
import type { ForExpression } from './expression-tree';

/** Evaluates `[for …]` and `{for …}`. Maps are iterated in order of their keys. */
export function evaluateFor(expression: ForExpression, outer: Environment): Value {
  const collection = outer.evaluate(expression.collection, outer);
  const entries = locateFaults(outer, expression.collection.column, () => entriesOf(collection));
  const list: Value[] = [];
  const object = new Map<string, Value[]>();
  for (const [key, value] of entries) {
    const environment = bind(expression, outer, key, value);
    if (!passes(expression, environment)) continue;
    const result = environment.evaluate(expression.value, environment);
    if (expression.key === undefined) list.push(result);
    else addTo(object, expression, environment, result);
  }
  if (expression.key === undefined) return list;
  return Object.fromEntries([...object].map(([key, group]) => [key, expression.group ? group : (group[0] ?? null)]));
}

function entriesOf(collection: Value): [Value, Value][] {
  if (isList(collection)) return collection.map((value, at) => [at, value]);
  if (isObject(collection)) return sortedEntries(collection);
  throw new ValueFault(`a for expression needs a list or an object, not ${article(collection)}`);
}

function bind(expression: ForExpression, outer: Environment, key: Value, value: Value): Environment {
  const names = new Map(outer.names);
  if (expression.keyName !== undefined) names.set(expression.keyName, key);
  names.set(expression.valueName, value);
  return { ...outer, names };
}

function passes({ condition }: ForExpression, environment: Environment): boolean {
  if (condition === undefined) return true;
  const value = environment.evaluate(condition, environment);
  return locateFaults(environment, condition.column, () => toBool(value));
}

function addTo(object: Map<string, Value[]>, expression: ForExpression, environment: Environment, result: Value): void {
  const { key: keyExpression } = expression;
  if (keyExpression === undefined) return;
  const keyValue = environment.evaluate(keyExpression, environment);
  locateFaults(environment, keyExpression.column, () => {
    const key = toText(keyValue);
    const group = object.get(key);
    if (group && !expression.group) {
      throw new ValueFault(`two elements have the key ${JSON.stringify(key)}; write … => value... to group them`);
    }
    object.set(key, [...(group ?? []), result]);
  });
}

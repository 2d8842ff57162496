import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metric, MetricType } from '@himeshima/datadog-monitors';
import ts from 'typescript';
import { nodesIn, parseSource, sourcesBelow } from './source-text';

const types: readonly string[] = ['count', 'gauge', 'rate', 'distribution'] satisfies MetricType[];
const isType = (text: string): text is MetricType => types.includes(text);

/**
 * Returns the metrics that a platform declares: the object literals in `monitors/` and `contracts/` with a name such as
 * `parking.battery_level` and a type.
 */
export const ownMetricsIn = (root: string): readonly Metric[] =>
  sourcesBelow(root, ['monitors', 'contracts']).flatMap((path) => {
    const source = parseSource(path, readFileSync(join(root, path), 'utf8'));
    return nodesIn(source, ts.isObjectLiteralExpression).flatMap((object) => metricIn(object, path));
  });

function metricIn({ properties }: ts.ObjectLiteralExpression, source: string): readonly Metric[] {
  const values = properties.filter(ts.isPropertyAssignment).map(({ initializer }) => initializer);
  const texts = values.filter(ts.isStringLiteral).map(({ text }) => text);
  const name = texts.find((text) => /^[a-z]\w*(?:\.\w+)+$/.test(text));
  const type = texts.find(isType);
  if (name === undefined || type === undefined) return [];
  const tags = values
    .filter(ts.isArrayLiteralExpression)
    .flatMap(({ elements }) => elements.filter(ts.isStringLiteral));
  return [{ name, type, unit: undefined, tags: tags.map(({ text }) => text), source }];
}

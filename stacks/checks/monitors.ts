import type { TerraformStack } from 'cdktf';
import type { Environment } from '../../config/environment';
import { tagsOf } from '../../config/names';
import { ownMetrics } from '../../contracts/metrics';
import {
  type Catalogue,
  catalogue,
  checkMessage,
  groupKeys,
  type MonitorDefinition,
  type Problem,
  parseMetricQuery,
  validate,
} from '../../lib/datadog';
import { definitionOf } from '../../monitors/definition';
import type { DeclaredAlert } from '../../monitors/metric-alert';
import { report } from '../problems';

/** Reports what Datadog would refuse about a monitor as it was written, and what its catalogue of metrics knows better. */
export function checkMonitor(stack: TerraformStack, alert: DeclaredAlert, environment: Environment): void {
  const definition = definitionOf(alert);
  for (const { message, column, attribute } of problemsWith(definition, metricsOf(environment))) {
    const text = attribute === 'message' ? alert.message : alert.query;
    report(stack, {
      declared: alert.declared,
      subject: alert.id,
      message: attribute === undefined ? message : `${attribute}: ${message}`,
      ...(column !== undefined && { at: { text, line: 1, column } }),
    });
  }
}

function problemsWith(definition: MonitorDefinition, metrics: Catalogue): readonly Problem[] {
  const ofDefinition = validate(definition, metrics);
  // Without a threshold the query could not be read: nobody knows what the message may name.
  if (definition.thresholds.critical === undefined) return ofDefinition;
  const groups = groupKeys(parseMetricQuery(definition.query).expression);
  return [...ofDefinition, ...checkMessage(definition.message, groups)];
}

function metricsOf(environment: Environment): Catalogue {
  const own = Object.values(ownMetrics).map(({ datadog: name, kind: type, tags }) => {
    return { name, type, tags, unit: undefined, source: 'contracts/metrics.ts' };
  });
  return catalogue.with(own, Object.keys(tagsOf(environment)));
}

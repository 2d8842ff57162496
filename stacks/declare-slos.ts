import { ServiceLevelObjective } from '@cdktf/provider-datadog/lib/service-level-objective';
import { report, withCallSite } from '@himeshima/constructs';
import { check, type MetricQuery, parseMetricQuery, QueryError } from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { owner } from '../config/names';
import type { DeclaredSlo } from '../monitors/authoring/metric-slo';
import { metricsOf } from './checks/check-monitor';
import { monitorTagsOf } from './declare-monitors';
import { narrowedScope } from './narrowed-scope';

/** Declares the SLOs and reports invalid queries. @returns the resources by SLO id */
export function declareSlos(
  stack: TerraformStack,
  environment: Environment,
  slos: readonly DeclaredSlo[],
): ReadonlyMap<string, ServiceLevelObjective> {
  return new Map(
    slos.map((slo) => {
      checkSlo(stack, slo, environment);
      return [slo.id, withCallSite(objective(stack, slo, environment), slo.declared)];
    }),
  );
}

function objective(stack: TerraformStack, slo: DeclaredSlo, environment: Environment): ServiceLevelObjective {
  const { id, name, description, target, warning, days, good, total } = slo;
  return new ServiceLevelObjective(stack, id, {
    name,
    description,
    type: 'metric',
    query: { numerator: narrowedScope(good, environment), denominator: narrowedScope(total, environment) },
    thresholds: [{ timeframe: `${days}d`, target, warning }],
    targetThreshold: target,
    warningThreshold: warning,
    timeframe: `${days}d`,
    tags: [...monitorTagsOf(environment), `team:${owner}`],
  });
}

// SLO queries are monitor queries without time aggregation and threshold, which are added to parse them.
const before = 'sum(last_1h):';

function checkSlo(stack: TerraformStack, { id, declared, good, total }: DeclaredSlo, environment: Environment) {
  for (const [part, text] of Object.entries({ good, total })) {
    for (const { message, column } of problemsWith(`${before}${text} > 0`, environment)) {
      const at = { text, line: 1, column: column - before.length };
      report(stack, { declared, subject: id, message: `${part}: ${message}`, at });
    }
  }
}

function problemsWith(text: string, environment: Environment) {
  let query: MetricQuery;
  try {
    query = parseMetricQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return [{ message: error.message, column: error.column }];
    throw error;
  }
  return check(query, metricsOf(environment));
}

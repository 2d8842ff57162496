import { ServiceLevelObjective } from '@cdktf/provider-datadog/lib/service-level-objective';
import { check, type MetricQuery, parseMetricQuery, QueryError } from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { DeclaredSlo } from '../monitors/metric-slo';
import { monitorTagsOf } from '../monitors/monitor-tags';
import type { Monitoring } from '../monitors/monitoring';
import { narrowedScope } from '../monitors/narrowed-scope';
import { withCallSite } from '../stack/declared-construct';
import { report } from '../stack/problems';

/** Declares the SLOs and reports invalid queries. @returns the resources by SLO id */
export function declareSlos(stack: TerraformStack, monitoring: Monitoring): ReadonlyMap<string, ServiceLevelObjective> {
  return new Map(
    monitoring.slos.map((slo) => {
      checkSlo(stack, slo, monitoring);
      return [slo.id, withCallSite(objective(stack, slo, monitoring), slo.declared)];
    }),
  );
}

function objective(stack: TerraformStack, slo: DeclaredSlo, monitoring: Monitoring): ServiceLevelObjective {
  const { environment, owner } = monitoring;
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
    tags: [...monitorTagsOf(monitoring), `team:${owner}`],
  });
}

// SLO queries are monitor queries without time aggregation and threshold. Add both, so the query can be parsed.
const before = 'sum(last_1h):';

function checkSlo(stack: TerraformStack, { id, declared, good, total }: DeclaredSlo, monitoring: Monitoring) {
  for (const [part, text] of Object.entries({ good, total })) {
    for (const { message, column } of problemsWith(`${before}${text} > 0`, monitoring)) {
      const at = { text, line: 1, column: column - before.length };
      report(stack, { declared, subject: id, message: `${part}: ${message}`, at });
    }
  }
}

function problemsWith(text: string, { catalogue }: Monitoring) {
  let query: MetricQuery;
  try {
    query = parseMetricQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return [{ message: error.message, column: error.column }];
    throw error;
  }
  return check(query, catalogue);
}

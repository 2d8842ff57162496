import {
  type Acceptances,
  burnRateProblems,
  type Catalogue,
  compositeMembers,
  lint,
  type MonitorQuery,
  type Problem,
  unaccepted,
} from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { DeclaredMonitor } from '../monitors/declare';
import { definitionOf } from '../monitors/definition';
import { monitorIn } from '../monitors/environment-override';
import { type DeclaredSlo, metricsOfSlo } from '../monitors/metric-slo';
import type { Monitoring } from '../monitors/monitoring';
import type { Severities } from '../monitors/severities';
import { validationErrors } from '../monitors/validation-errors';
import { positionIn, report } from '../stack/problems';

/** Reports definitions that Datadog would reject, unknown metrics, and lint warnings. */
export function checkMonitor(stack: TerraformStack, declared: DeclaredMonitor, monitoring: Monitoring): void {
  const monitor = monitorIn(declared, monitoring.environment.name);
  const texts = new Map([
    ['summary', monitor.summary],
    ['impact', monitor.impact],
  ]);
  for (const { message, column, attribute } of problemsWith(monitor, monitoring)) {
    const text = texts.get(attribute ?? '') ?? monitor.query;
    report(stack, {
      declared: monitor.declared,
      subject: monitor.id,
      message: attribute === undefined ? message : `${attribute}: ${message}`,
      ...(column !== undefined && { at: positionIn(text, column) }),
    });
  }
}

function problemsWith(monitor: DeclaredMonitor, monitoring: Monitoring): readonly Problem[] {
  const { parsed } = monitor;
  const errors = validationErrors(monitor, monitoring);
  if (parsed === undefined) return errors;
  const warnings = unaccepted(
    lint(definitionOf(monitor, monitoring), monitoring.catalogue, parsed),
    acceptancesOf(monitor, monitoring.severities),
  );
  return [...errors, ...referenceProblems(parsed, monitoring), ...warnings];
}

/** Returns the accepted warnings of a monitor. If the severity notifies no one, also accepts the warning about missing handles. */
function acceptancesOf({ severity, accepts }: DeclaredMonitor, severities: Severities): Acceptances {
  const { notifyOn, urgency } = severities[severity];
  return { ...(notifyOn.length === 0 && { 'notifies-nobody': urgency }), ...accepts };
}

/**
 * Returns the problems with a query's references to monitors and SLOs. The provider cannot check these references until the
 * monitors and SLOs exist.
 */
function referenceProblems(query: MonitorQuery, { flow, slos, catalogue }: Monitoring): readonly Problem[] {
  if (query.kind === 'composite') {
    const monitors = flow.flatMap((step) => step.monitors);
    return compositeMembers(query, new Map(monitors.map(({ id, kind }) => [id, kind])));
  }
  if (query.kind !== 'slo') return [];
  const { slo: name } = query;
  const slo = slos.find(({ id }) => id === name.text);
  if (slo === undefined) {
    const known = slos.map(({ id }) => id).join(', ');
    return [{ message: `unknown SLO ${name.text}: expected one of ${known}`, column: name.column }];
  }
  return [...sloProblems(query, slo, catalogue), ...burnRateProblems(query, slo.target)];
}

type SloQuery = Extract<MonitorQuery, { readonly kind: 'slo' }>;

function sloProblems({ days, burnRate }: SloQuery, slo: DeclaredSlo, metrics: Catalogue): readonly Problem[] {
  const problems: Problem[] = [];
  const other = `${slo.id} has a target for ${slo.days} days, not for ${days} days`;
  if (days !== slo.days) problems.push({ message: other, column: 1 });
  const delay = Math.max(0, ...metricsOfSlo(slo).map((name) => metrics.find(name)?.delayMinutes ?? 0));
  if (burnRate && burnRate.shortMinutes <= delay) {
    const message = `metrics of ${slo.id} arrive up to ${delay} minutes late, so this window is always empty`;
    problems.push({ message, column: burnRate.short.column });
  }
  return problems;
}

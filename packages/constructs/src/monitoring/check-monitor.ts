import {
  type Acceptances,
  burnRateProblems,
  type Catalogue,
  checkMessage,
  compositeMembers,
  groupKeys,
  lint,
  type MonitorQuery,
  type Problem,
  unaccepted,
  validate,
} from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { DeclaredMonitor } from '../monitors/declare';
import { definitionOf } from '../monitors/definition';
import { type DeclaredSlo, metricsOfSlo } from '../monitors/metric-slo';
import type { Monitoring } from '../monitors/monitoring';
import type { Severities } from '../monitors/severities';
import { positionIn, report } from '../stack/problems';

/** Reports definitions that Datadog would reject, metrics that are not in the catalogue, and lint warnings. */
export function checkMonitor(stack: TerraformStack, monitor: DeclaredMonitor, monitoring: Monitoring): void {
  const texts = new Map([
    ['summary', monitor.summary],
    ['impact', monitor.impact],
  ]);
  for (const message of monitor.faults) report(stack, { declared: monitor.declared, subject: monitor.id, message });
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
  const { parsed, summary, impact } = monitor;
  const definition = definitionOf(monitor, monitoring);
  // summary and impact are checked separately below, so that problems contain their column
  const ofDefinition = validate(definition, monitoring.catalogue, parsed).filter(
    ({ attribute }) => attribute !== 'message',
  );
  // `validate` has reported the invalid query; without a query, the variables of the message are unknown
  if (parsed === undefined) return ofDefinition;
  const groups = groupsOf(parsed);
  const ofTexts = Object.entries({ summary, impact }).flatMap(([attribute, part]) =>
    checkMessage(part, groups).map((problem) => ({ ...problem, attribute })),
  );
  const warnings = unaccepted(
    lint(definition, monitoring.catalogue, parsed),
    acceptedBy(monitor, monitoring.severities),
  );
  return [...ofDefinition, ...referenceProblems(parsed, monitoring), ...ofTexts, ...warnings];
}

/** Returns the accepted warnings of a monitor. For a severity without handles, the warning about missing handles is accepted. */
function acceptedBy({ severity, accepts }: DeclaredMonitor, severities: Severities): Acceptances {
  const { notifyOn, urgency } = severities[severity];
  return { ...(notifyOn.length === 0 && { 'notifies-nobody': urgency }), ...accepts };
}

function groupsOf(query: MonitorQuery): readonly string[] {
  if (query.kind === 'metric') return groupKeys(query.expression);
  return 'groupBy' in query ? query.groupBy.map(({ text }) => text) : [];
}

/** Checks references to monitors and SLOs, which the provider cannot check before those monitors and SLOs exist. */
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
  const other = `${slo.id} has a target for ${slo.days} days, not for ${days}`;
  if (days !== slo.days) problems.push({ message: other, column: 1 });
  const delay = Math.max(0, ...metricsOfSlo(slo).map((name) => metrics.find(name)?.delayMinutes ?? 0));
  if (burnRate && burnRate.shortMinutes <= delay) {
    const message = `metrics of ${slo.id} arrive up to ${delay} minutes late, so this window is always empty`;
    problems.push({ message, column: burnRate.short.column });
  }
  return problems;
}

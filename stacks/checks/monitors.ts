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
  parseMonitorQuery,
  QueryError,
  unaccepted,
  validate,
} from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../../config/environment';
import { tagsOf } from '../../config/names';
import { knownMetrics } from '../../monitors/authoring/catalogue';
import { definitionOf } from '../../monitors/authoring/definition';
import type { DeclaredSlo } from '../../monitors/authoring/metric-slo';
import type { DeclaredMonitor } from '../../monitors/authoring/monitor';
import { severities } from '../../monitors/severities';
import { positionIn, report } from '../problems';

interface Known {
  readonly environment: Environment;
  /** Of which a composite may join. */
  readonly monitors: readonly DeclaredMonitor[];
  readonly slos: readonly DeclaredSlo[];
}

/** Reports what Datadog would refuse about a monitor as it was written, and what its catalogue of metrics knows better. */
export function checkMonitor(stack: TerraformStack, monitor: DeclaredMonitor, known: Known): void {
  const texts = new Map([
    ['happened', monitor.happened],
    ['matters', monitor.matters],
  ]);
  for (const message of monitor.faults) report(stack, { declared: monitor.declared, subject: monitor.id, message });
  for (const { message, column, attribute } of problemsWith(monitor, known)) {
    const text = texts.get(attribute ?? '') ?? monitor.query;
    report(stack, {
      declared: monitor.declared,
      subject: monitor.id,
      message: attribute === undefined ? message : `${attribute}: ${message}`,
      ...(column !== undefined && { at: positionIn(text, column) }),
    });
  }
}

function problemsWith(monitor: DeclaredMonitor, known: Known): readonly Problem[] {
  const { kind, query: text, happened, matters } = monitor;
  const definition = definitionOf(monitor, known.environment);
  const metrics = metricsOf(known.environment);
  // The message is checked below in the parts of which it was written.
  const ofDefinition = validate(definition, metrics).filter(({ attribute }) => attribute !== 'message');
  let query: MonitorQuery;
  try {
    query = parseMonitorQuery(kind, text);
  } catch (error) {
    // Told by `validate`. Nobody knows then what the message may name.
    if (error instanceof QueryError) return ofDefinition;
    throw error;
  }
  const groups = groupsOf(query);
  const said = Object.entries({ happened, matters }).flatMap(([attribute, part]) =>
    checkMessage(part, groups).map((problem) => ({ ...problem, attribute })),
  );
  const doubtful = unaccepted(lint(definition, metrics), acceptedBy(monitor));
  return [...ofDefinition, ...referenceProblems(query, known), ...said, ...doubtful];
}

/** What the monitor accepts, and what its severity does: one that calls nobody has no handles. */
function acceptedBy({ severity, accepts }: DeclaredMonitor): Acceptances {
  const { calls, says } = severities[severity];
  return { ...(calls.length === 0 && { 'notifies-nobody': says }), ...accepts };
}

function groupsOf(query: MonitorQuery): readonly string[] {
  if (query.kind === 'metric') return groupKeys(query.expression);
  return 'groupBy' in query ? query.groupBy.map(({ text }) => text) : [];
}

/** What the provider cannot check before the monitors and SLOs exist that a query names. */
function referenceProblems(query: MonitorQuery, { environment, monitors, slos }: Known): readonly Problem[] {
  if (query.kind === 'composite') return compositeMembers(query, new Map(monitors.map(({ id, kind }) => [id, kind])));
  if (query.kind !== 'slo') return [];
  const { slo: name } = query;
  const slo = slos.find(({ id }) => id === name.text);
  if (slo === undefined) {
    const known = slos.map(({ id }) => id).join(', ');
    return [{ message: `there is no SLO ${name.text} (known: ${known})`, column: name.column }];
  }
  return [...sloProblems(query, slo, metricsOf(environment)), ...burnRateProblems(query, slo.target)];
}

type SloQuery = Extract<MonitorQuery, { readonly kind: 'slo' }>;

function sloProblems({ days, burnRate }: SloQuery, slo: DeclaredSlo, metrics: Catalogue): readonly Problem[] {
  const problems: Problem[] = [];
  const other = `${slo.id} has a target over ${slo.days} days, not over ${days}`;
  if (days !== slo.days) problems.push({ message: other, column: 1 });
  const delay = Math.max(0, ...metricsOfSlo(slo).map((name) => metrics.find(name)?.delayMinutes ?? 0));
  if (burnRate && burnRate.shortMinutes <= delay) {
    const message = `the figures of ${slo.id} come up to ${delay} minutes late, so that this window is always empty`;
    problems.push({ message, column: burnRate.short.column });
  }
  return problems;
}

/** The metrics that an SLO counts. One that cannot be read is reported where it is declared. */
function metricsOfSlo({ good, total }: DeclaredSlo): readonly string[] {
  return [good, total].flatMap((text) => [...text.matchAll(/\w+:([\w.]+)\{/g)].map(([, name = '']) => name));
}

/** The metrics that a query may name, with the tags that this environment gives to all. */
export const metricsOf = (environment: Environment): Catalogue => knownMetrics(Object.keys(tagsOf(environment)));

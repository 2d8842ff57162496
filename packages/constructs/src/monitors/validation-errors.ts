import { checkMessage, groupKeys, type MonitorQuery, type Problem, validate } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';
import { definitionOf } from './definition';
import { monitorIn } from './environment-override';
import type { Monitoring } from './monitoring';

/** Returns the errors in a monitor's declaration: schema violations, and settings that Datadog would reject. */
export function validationErrors(declared: DeclaredMonitor, monitoring: Monitoring): readonly Problem[] {
  const monitor = monitorIn(declared, monitoring.environment.name);
  const { parsed, summary, impact, faults } = monitor;
  const ofSchema = faults.map((message) => ({ message }));
  // check summary and impact separately, to report the column within each text
  const ofDefinition = validate(definitionOf(monitor, monitoring), monitoring.catalogue, parsed).filter(
    ({ attribute }) => attribute !== 'message',
  );
  // `validate` has reported the invalid query; without a query, the variables of the message are unknown
  if (parsed === undefined) return [...ofSchema, ...ofDefinition];
  const groups = groupsOf(parsed);
  const ofTexts = Object.entries({ summary, impact }).flatMap(([attribute, part]) =>
    checkMessage(part, groups).map((problem) => ({ ...problem, attribute })),
  );
  return [...ofSchema, ...ofDefinition, ...ofTexts];
}

function groupsOf(query: MonitorQuery): readonly string[] {
  if (query.kind === 'metric') return groupKeys(query.expression);
  return 'groupBy' in query ? query.groupBy.map(({ text }) => text) : [];
}

import type { MonitorDefinition } from '../monitor/definition';
import type { Problem } from '../monitor/problem';
import { burnRateProblems, compositeMembers } from '../monitor/validate-kind';
import { parseMonitorQuery } from '../query/monitor-query';
import { monitorsIn } from '../query/parse-composite';
import { type MonitorSource, monitorsNamed } from './monitor-source';

/**
 * Returns the problems with a monitor's references to monitors and SLOs in the same files: nested composites, undeclared monitors, and burn
 * rates above the maximum. A Datadog id may belong to a monitor that the files do not contain.
 * @param definition monitor with a valid query
 */
export function referenceProblems(
  { type, query: text }: MonitorDefinition,
  source: Pick<MonitorSource, 'monitors' | 'slo'>,
): readonly Problem[] {
  const query = parseMonitorQuery(type, text);
  if (query.kind === 'slo') {
    const slo = source.slo(query.slo.text);
    return slo === undefined ? [] : burnRateProblems(query, slo.target);
  }
  if (query.kind !== 'composite') return [];
  const types = monitorsIn(query.expression).flatMap((member): (readonly [string, string])[] => {
    const [found] = monitorsNamed(member, source);
    if (found !== undefined) return [[member, found.definition.type]];
    return isResource(member) ? [] : [[member, 'unknown']];
  });
  return compositeMembers(query, new Map(types));
}

const isResource = (member: string): boolean => /^\$\{datadog_monitor(?:_json)?\./.test(member);

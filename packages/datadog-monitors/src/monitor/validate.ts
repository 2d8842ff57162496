import type { Catalogue } from '../catalogue/catalogue';
import { check } from '../catalogue/check-query';
import { syntaxProblems } from '../message/check-message';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import { QueryError } from '../query/query-error';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';
import { algorithmProblems } from './validate-algorithms';
import { argumentProblems } from './validate-arguments';
import { kindProblems } from './validate-kind';
import { optionProblems } from './validate-options';
import { scheduleProblems } from './validate-schedule';
import { thresholdProblems, thresholdQueryProblems } from './validate-thresholds';

/**
 * Returns the problems for which `/api/v1/monitor/validate` would reject a monitor, and contradictions with the catalogue.
 * Source: API reference, "Validate a monitor"; docs.datadoghq.com/monitors/configuration; the provider's schema.
 * @param parsed syntax tree of the query, if the caller has it
 */
export function validate(definition: MonitorDefinition, catalogue: Catalogue, parsed?: MonitorQuery): Problem[] {
  try {
    return problemsOf(definition, catalogue, parsed ?? parseMonitorQuery(definition.type, definition.query));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [{ message: error.message, column: error.column }];
  }
}

function problemsOf(definition: MonitorDefinition, catalogue: Catalogue, query: MonitorQuery): Problem[] {
  return [
    ...(query.kind === 'metric'
      ? [...check(query, catalogue), ...algorithmProblems(definition, query), ...argumentProblems(query)]
      : []),
    ...('threshold' in query ? thresholdProblems(definition, query) : []),
    ...thresholdQueryProblems(definition, query),
    ...kindProblems(definition, query),
    ...optionProblems(definition, query),
    ...scheduleProblems(definition, query),
    ...syntaxProblems('message', definition.message),
    ...syntaxProblems('escalation_message', definition.escalationMessage ?? ''),
  ];
}

import type { Catalogue } from '../catalogue/catalogue';
import { check } from '../catalogue/check-query';
import { syntaxProblems } from '../message/check-message';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import { QueryError } from '../query/query-error';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';
import { algorithmProblems } from './validate-algorithms';
import { kindProblems } from './validate-kind';
import { optionProblems } from './validate-options';
import { thresholdProblems } from './validate-thresholds';

/**
 * Returns what `/api/v1/monitor/validate` would reject, and what the catalogue contradicts. Empty if the monitor is valid.
 * Source: API reference, "Validate a monitor"; D/monitors/configuration; the provider's schema.
 */
export function validate(definition: MonitorDefinition, catalogue: Catalogue): Problem[] {
  let query: MonitorQuery;
  try {
    query = parseMonitorQuery(definition.type, definition.query);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [{ message: error.message, column: error.column }];
  }
  return [
    ...(query.kind === 'metric' ? [...check(query, catalogue), ...algorithmProblems(definition, query)] : []),
    ...('threshold' in query ? thresholdProblems(definition, query) : []),
    ...kindProblems(definition, query),
    ...optionProblems(definition, query),
    ...syntaxProblems('message', definition.message),
    ...syntaxProblems('escalation_message', definition.escalationMessage ?? ''),
  ];
}

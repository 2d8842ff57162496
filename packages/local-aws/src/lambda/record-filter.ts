import { compileEventPattern } from '../event-pattern/event-pattern';
import { commonOperators } from '../event-pattern/pattern-operators';

/**
 * Compiles filter patterns for the records of a table's stream, at least one of which must match. Source: Lambda
 * developer guide, "with-ddb-filtering".
 * @param patterns JSON texts of the patterns; an empty list matches every record
 * @throws Error for a pattern that Lambda rejects
 */
export function recordFilter(patterns: readonly string[]): (record: object) => boolean {
  const filters = patterns.map((pattern) => {
    try {
      return compileEventPattern(pattern, commonOperators);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`filter_criteria.filter.pattern: ${reason}`);
    }
  });
  return (record) => filters.length === 0 || filters.some((matches) => matches(record));
}

import type { TerraformStack } from 'cdktf';
import { QueryError } from '../../lib/datadog/query/error';
import { parseMetricQuery } from '../../lib/datadog/query/parse';
import type { MetricQuery } from '../../lib/datadog/query/tree';
import type { DeclaredAlert } from '../../monitors/metric-alert';
import { report } from '../problems';

/** The query of a monitor, parsed; undefined where it was reported. */
export function checkedQuery(stack: TerraformStack, monitor: DeclaredAlert): MetricQuery | undefined {
  const { id: subject, query: text, declared } = monitor;
  try {
    return parseMetricQuery(text);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    report(stack, { declared, subject, message: error.message, at: { text, line: 1, column: error.column } });
    return undefined;
  }
}

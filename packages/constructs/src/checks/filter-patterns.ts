import { PatternError, parseFilterPattern } from '@himeshima/aws-expressions';
import { report } from '../stack/problems';
import type { SynthesizedResource } from './synthesized-resources';

/** Attribute that contains the filter pattern, by resource type. */
const patterns: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_subscription_filter: 'filter_pattern',
  aws_cloudwatch_log_metric_filter: 'pattern',
};

/** Reports filter patterns that CloudWatch Logs would reject. */
export function checkFilterPatterns(resources: readonly SynthesizedResource[]): void {
  for (const { block, construct } of resources) {
    const attribute = patterns[block.type];
    const text = attribute === undefined ? undefined : block.attributes[attribute];
    if (typeof text !== 'string') continue;
    try {
      parseFilterPattern(text);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      const { reason, column } = error;
      report(construct, { subject: block.address, message: `${attribute}: ${reason}`, at: { text, line: 1, column } });
    }
  }
}

import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition';
import type { Construct } from 'constructs';
import { Declared } from './declared';
import type { Logging } from './log-forwarding';

interface SavedQueryProps {
  readonly of: readonly Logging[];
  /** Of Logs Insights, a command a line. */
  readonly query: readonly string[];
}

/** A question to logs that somebody will have, ready in the console of Logs Insights: in its folder `himeshima`, by its id. */
export class SavedQuery extends Declared {
  constructor(scope: Construct, id: string, { of, query }: SavedQueryProps) {
    super(scope, id);
    new CloudwatchQueryDefinition(this, 'Default', {
      name: `himeshima/${id}`,
      logGroupNames: of.map(({ logGroup }) => logGroup.name),
      queryString: query.join('\n| '),
    });
  }
}

/** The newest lines of functions that say what they did, with what they say beside the message. */
export const newest = (...fields: readonly string[]): readonly string[] => [
  `fields @timestamp, ${['level', 'message', ...fields, 'trace_id', 'aws_request_id'].join(', ')}`,
  'filter ispresent(level)',
  'sort @timestamp desc',
  'limit 200',
];

/** How executions of workflows ended, and the newest of each kind. */
export const endings: readonly string[] = [
  'filter type in ["ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"]',
  'stats count() as executions, latest(execution_arn) as newest by type, details.error',
  'sort executions desc',
];

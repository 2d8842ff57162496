import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { Logging } from './log-forwarding';

interface SavedQueryProps {
  readonly of: readonly Logging[];
  /** Commands of the Logs Insights query. */
  readonly query: readonly string[];
}

/** Saved query in the Logs Insights console, named after the construct's id, in a folder named after the project. */
export class SavedQuery extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { of, query }: SavedQueryProps) {
    super(scope, id);
    new CloudwatchQueryDefinition(this, 'Default', {
      name: `${platformOf(this).names.project}/${id}`,
      logGroupNames: of.map(({ logGroup }) => logGroup.name),
      queryString: query.join('\n| '),
    });
  }
}

/** Returns a query for the newest log lines of functions. @param fields fields to show in addition to the message */
export const newest = (...fields: readonly string[]): readonly string[] => [
  `fields @timestamp, ${['level', 'message', ...fields, 'trace_id', 'aws_request_id'].join(', ')}`,
  'filter ispresent(level)',
  'sort @timestamp desc',
  'limit 200',
];

/** Query that counts workflow executions by outcome, with the newest execution for each outcome. */
export const endings: readonly string[] = [
  'filter type in ["ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"]',
  'stats count() as executions, latest(execution_arn) as newest by type, details.error',
  'sort executions desc',
];

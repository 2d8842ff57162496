import { z } from 'zod';
import type { Authorizer } from '../authorize';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import { jsonApi, operation } from '../gateway/json-api';
import type { ServiceApi } from '../gateway/service-api';
import { logEventsOperations } from './log-events-operations';
import { logGroupsOperations } from './log-groups-operations';
import type { Logs } from './logs';

interface Parts {
  logs: Logs;
  clock: Pick<Clock, 'now'>;
  authorizer: Pick<Authorizer, 'keys'>;
  place: Pick<AwsAccount, 'region' | 'account'>;
}

/** Creates the CloudWatch Logs API. */
export function logsApi({ logs, clock, authorizer, place: { region, account } }: Parts): ServiceApi {
  const arnOf = (group: string) => `arn:aws:logs:${region}:${account}:log-group:${group}`;
  return jsonApi('logs', {
    ...logGroupsOperations(logs, authorizer, arnOf),
    ...logEventsOperations(logs, clock),
    DescribeQueryDefinitions: operation(z.object({ queryDefinitionNamePrefix: z.string().optional() }), (input) => ({
      queryDefinitions: logs
        .queries()
        .filter(({ name }) => name.startsWith(input.queryDefinitionNamePrefix ?? ''))
        .map(({ id, name, groups, query }) => ({
          queryDefinitionId: id,
          name,
          queryString: query,
          logGroupNames: groups,
        })),
    })),
  });
}

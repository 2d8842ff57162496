import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { type JsonOperation, operation } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { AwsError } from '../gateway/service-api';
import { groupOf, invalidCode, NamedGroup } from './log-names';
import type { Logs } from './logs';

const GroupName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);
const StreamName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/);

const CreateLogGroup = z.object({
  logGroupName: GroupName,
  kmsKeyId: z.string().max(256).optional(),
  logGroupClass: z.literal('STANDARD', 'only STANDARD is supported locally').optional(),
  deletionProtectionEnabled: z.literal(false, 'deletion protection is not supported locally').optional(),
});

/** Source: CloudWatch Logs API reference, "DescribeLogGroups". */
const DescribeLogGroups = z.object({
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

const DescribeLogStreams = NamedGroup.extend({
  logStreamNamePrefix: z.string().min(1).optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

/** Creates the operations on log groups and log streams. */
export function logGroupsOperations(
  logs: Logs,
  authorizer: Pick<Authorizer, 'keys'>,
  arnOf: (group: string) => string,
): Readonly<
  Record<
    'CreateLogGroup' | 'DeleteLogGroup' | 'CreateLogStream' | 'DescribeLogGroups' | 'DescribeLogStreams',
    JsonOperation
  >
> {
  return {
    CreateLogGroup: operation(
      CreateLogGroup,
      ({ logGroupName: name, kmsKeyId }) => {
        if (logs.groups().some((group) => group.name === name))
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
        logs.createGroup({ name, retentionDays: 0 });
        authorizer.keys.encrypt(arnOf(name), kmsKeyId);
        return {};
      },
      invalidCode,
    ),
    DeleteLogGroup: operation(
      z.object({ logGroupName: GroupName }),
      ({ logGroupName: name }) => {
        logs.group(name);
        logs.removeGroup(name);
        authorizer.keys.encrypt(arnOf(name), undefined);
        return {};
      },
      invalidCode,
    ),
    CreateLogStream: operation(
      z.object({ logGroupName: GroupName, logStreamName: StreamName }),
      ({ logGroupName, logStreamName }) => {
        if (Object.hasOwn(logs.group(logGroupName).streams, logStreamName))
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
        logs.createStream(logGroupName, logStreamName);
        return {};
      },
      invalidCode,
    ),
    DescribeLogGroups: operation(
      DescribeLogGroups,
      ({ logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit, nextToken: token }) => {
        if (prefix !== undefined && pattern !== undefined)
          throw new AwsError(
            invalidCode,
            'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
          );
        const found = logs
          .groups()
          .filter(({ name }) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const { items, nextToken } = pageOf(found, { size: limit, token, invalidTokenCode: invalidCode });
        return {
          logGroups: items.map(({ name, retentionDays }) => ({
            logGroupName: name,
            arn: `${arnOf(name)}:*`,
            logGroupArn: arnOf(name),
            logGroupClass: 'STANDARD',
            ...(retentionDays > 0 ? { retentionInDays: retentionDays } : {}),
          })),
          ...(nextToken && { nextToken: nextToken.NextToken }),
        };
      },
      invalidCode,
    ),
    DescribeLogStreams: operation(
      DescribeLogStreams,
      (input) => {
        if (input.orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined)
          throw new AwsError(invalidCode, 'Cannot order by LastEventTime with a logStreamNamePrefix.');
        const name = groupOf(input);
        const found = Object.entries(logs.group(name).streams)
          .filter(([stream]) => stream.startsWith(input.logStreamNamePrefix ?? ''))
          .map(([logStreamName, events]) => {
            const times = events.map(({ timestamp }) => timestamp);
            return {
              logStreamName,
              arn: `${arnOf(name)}:log-stream:${logStreamName}`,
              ...(times.length > 0 && {
                firstEventTimestamp: times.reduce((a, b) => Math.min(a, b)),
                lastEventTimestamp: times.reduce((a, b) => Math.max(a, b)),
              }),
            };
          })
          .sort((a, b) =>
            input.orderBy === 'LastEventTime'
              ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
              : a.logStreamName < b.logStreamName
                ? -1
                : 1,
          );
        const { items, nextToken } = pageOf(input.descending ? found.reverse() : found, {
          size: input.limit,
          token: input.nextToken,
          invalidTokenCode: invalidCode,
        });
        return { logStreams: items, ...(nextToken && { nextToken: nextToken.NextToken }) };
      },
      invalidCode,
    ),
  };
}

import { PatternError, parseFilterPattern } from '@himeshima/aws-expressions';
import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import { AwsError, type ServiceApi } from '../gateway/request';
import type { LogEvent, Logs } from './logs';

const Named = z.object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() });

const groupOf = (named: z.infer<typeof Named>) =>
  named.logGroupName ?? named.logGroupIdentifier?.split(':log-group:').at(-1)?.replace(/:\*$/, '') ?? '';

const Window = z.object({
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  limit: z.number().optional(),
});

/**
 * Parses a CloudWatch Logs filter pattern.
 * @throws AwsError InvalidParameterException, as CloudWatch does
 */
function patternOf(text: string) {
  try {
    return parseFilterPattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError('InvalidParameterException', error.message);
  }
}

const inWindow = (event: LogEvent, window: z.infer<typeof Window>) =>
  event.timestamp >= (window.startTime ?? 0) && event.timestamp <= (window.endTime ?? Number.POSITIVE_INFINITY);

/** Creates the CloudWatch Logs API. */
export function logsApi(logs: Logs, { region, account }: { region: string; account: string }): ServiceApi {
  const arnOf = (group: string) => `arn:aws:logs:${region}:${account}:log-group:${group}`;
  return jsonApi('logs', {
    DescribeLogGroups: operation(z.object({ logGroupNamePrefix: z.string().optional() }), (input) => ({
      logGroups: logs
        .groups()
        .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? ''))
        .map((group) => ({
          logGroupName: group.name,
          arn: `${arnOf(group.name)}:*`,
          ...(group.retentionDays > 0 ? { retentionInDays: group.retentionDays } : {}),
        })),
    })),
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
    DescribeLogStreams: operation(Named, (named) => ({
      logStreams: Object.entries(logs.group(groupOf(named)).streams).map(([stream, events]) => ({
        logStreamName: stream,
        firstEventTimestamp: events[0]?.timestamp,
        lastEventTimestamp: events.at(-1)?.timestamp,
      })),
    })),
    GetLogEvents: operation(Named.extend(Window.shape).extend({ logStreamName: z.string() }), (input) => {
      const { streams } = logs.group(groupOf(input));
      const lines = Object.hasOwn(streams, input.logStreamName) ? streams[input.logStreamName] : undefined;
      const events = (lines ?? []).filter((event) => inWindow(event, input));
      return {
        events: events.slice(-(input.limit ?? 10_000)).map((event) => ({ ...event, ingestionTime: event.timestamp })),
        nextForwardToken: 'f/end',
        nextBackwardToken: 'b/end',
      };
    }),
    FilterLogEvents: operation(Named.extend(Window.shape).extend({ filterPattern: z.string().optional() }), (input) => {
      const pattern = patternOf(input.filterPattern ?? '');
      const events = Object.entries(logs.group(groupOf(input)).streams).flatMap(([logStreamName, lines]) =>
        lines
          .filter((event) => inWindow(event, input) && pattern.matches(event.message))
          .map((event) => ({
            logStreamName,
            timestamp: event.timestamp,
            message: event.message,
            ingestionTime: event.timestamp,
            eventId: event.id,
          })),
      );
      return { events: events.sort((a, b) => a.timestamp - b.timestamp).slice(0, input.limit ?? 10_000) };
    }),
  });
}

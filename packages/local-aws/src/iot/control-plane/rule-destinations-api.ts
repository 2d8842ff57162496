import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import type { HttpAnswer, HttpCall } from '../../http/http-call';
import { pageOf } from '../iot-pagination';
import { maxRuleDestinations } from '../quotas';
import { endpointFault } from '../rules/endpoint-fault';
import type { RuleDestination, RuleDestinations } from '../rules/rule-destinations';
import { type ControlParts, invalidRequest, operation, rejectUnsupported, timestampOf } from './control-input';

const NewDestination = z.object({
  destinationConfiguration: z.object({
    httpUrlConfiguration: z.object({ confirmationUrl: z.string().max(2000) }).optional(),
    vpcConfiguration: z.unknown().optional(),
    influxDBConfiguration: z.unknown().optional(),
  }),
});
const DestinationName = z.object({ arn: z.string() });
const ChangedDestination = DestinationName.extend({
  status: z.enum(['ENABLED', 'IN_PROGRESS', 'DISABLED', 'ERROR', 'DELETING']),
});

/** Status that a destination must have before it can be enabled or disabled. */
const statusBefore = { ENABLED: 'DISABLED', DISABLED: 'ENABLED' } as const;

/** Returns the routes for the HTTP destinations of topic rules. */
export function ruleDestinationRoutes({ ruleDestinations: destinations }: ControlParts): Route[] {
  const find = (arn: string): RuleDestination => {
    const found = destinations.find(arn);
    if (found === undefined) throw accessDenied(arn);
    return found;
  };
  const path = '/destinations/{arn+}' as const;
  return [
    operation('CreateTopicRuleDestination', 'POST /destinations', NewDestination, ({ destinationConfiguration }) => {
      const { httpUrlConfiguration, ...others } = destinationConfiguration;
      for (const [name, value] of Object.entries(others)) rejectUnsupported('CreateTopicRuleDestination', name, value);
      if (httpUrlConfiguration === undefined) throw invalidRequest('httpUrlConfiguration is required');
      const { confirmationUrl } = httpUrlConfiguration;
      const fault = endpointFault(confirmationUrl);
      if (fault !== undefined) throw invalidRequest(fault);
      const known = destinations.at(confirmationUrl);
      if (known !== undefined)
        throw new AwsError(
          'ResourceAlreadyExistsException',
          `A topic rule destination for ${confirmationUrl} already exists`,
          409,
          { resourceArn: known.arn },
        );
      if (destinations.all().length >= maxRuleDestinations)
        throw new AwsError(
          'LimitExceededException',
          `An account can have at most ${maxRuleDestinations} topic rule destinations`,
          410,
        );
      const created = destinations.create(confirmationUrl);
      return { topicRuleDestination: { ...summaryOf(created), httpUrlProperties: { confirmationUrl } } };
    }),
    operation('ListTopicRuleDestinations', 'GET /destinations', z.object({}), (_, { query }) => {
      const { page, more } = pageOf(destinations.all(), {
        query,
        size: ['maxResults', 1000],
        nameOf: ({ arn }) => arn,
      });
      const destinationSummaries = page.map(({ confirmationUrl, ...destination }) => ({
        ...summaryOf({ confirmationUrl, ...destination }),
        httpUrlSummary: { confirmationUrl },
      }));
      return { destinationSummaries, ...more };
    }),
    operation('UpdateTopicRuleDestination', 'PATCH /destinations', ChangedDestination, ({ arn, status }) => {
      const found = find(arn);
      if (status === 'IN_PROGRESS') destinations.requestConfirmation(arn);
      else if (status !== 'ENABLED' && status !== 'DISABLED') throw invalidRequest(`Invalid status: ${status}`);
      else if (found.status !== statusBefore[status])
        throw invalidRequest(`A destination with status ${found.status} cannot be set to ${status}`);
      else destinations.setStatus(arn, status);
      return undefined;
    }),
    operation('GetTopicRuleDestination', `GET ${path}`, DestinationName, ({ arn }) => {
      const { confirmationUrl, ...found } = find(arn);
      return {
        topicRuleDestination: {
          ...summaryOf({ confirmationUrl, ...found }),
          httpUrlProperties: { confirmationUrl },
        },
      };
    }),
    operation('DeleteTopicRuleDestination', `DELETE ${path}`, DestinationName, ({ arn }) => {
      destinations.remove(find(arn).arn);
      return undefined;
    }),
    operation(
      'ConfirmTopicRuleDestination',
      'GET /confirmdestination/{confirmationToken+}',
      z.object({ confirmationToken: z.string().max(2048) }),
      ({ confirmationToken }) => {
        // "if you confirm the topic rule destination by calling ConfirmTopicRuleDestination, the destination status will
        // be DISABLED" (AWS IoT developer guide, "rule-destination")
        if (!destinations.confirm(confirmationToken, 'DISABLED')) throw invalidToken();
        return undefined;
      },
    ),
  ];
}

const summaryOf = ({ arn, status, statusReason, createdAt, updatedAt }: RuleDestination) => ({
  arn,
  status,
  statusReason,
  createdAt: timestampOf(createdAt),
  lastUpdatedAt: timestampOf(updatedAt),
});

const invalidToken = () => invalidRequest('The confirmation token is invalid or has expired');

/**
 * Returns the error for a destination that does not exist. Source: localstack, `test_topic_lambda_rule`, validated on
 * AWS.
 */
const accessDenied = (arn: string) =>
  new AwsError('UnauthorizedException', `Access to TopicRuleDestination '${arn}' was denied`, 401);

/**
 * Confirms and enables a destination if a call without a signature opens the `enableUrl` of a confirmation request.
 * @returns undefined for any other call
 */
export function confirmInBrowser(
  { method, path, headers }: Pick<HttpCall, 'method' | 'path' | 'headers'>,
  destinations: Pick<RuleDestinations, 'confirm'>,
): HttpAnswer | undefined {
  const [, token] = /^\/confirmdestination\/([\w-]+)$/.exec(path) ?? [];
  if (method !== 'GET' || token === undefined || headers['authorization'] !== undefined) return undefined;
  const isConfirmed = destinations.confirm(token, 'ENABLED');
  return {
    status: isConfirmed ? 200 : 400,
    headers: { 'content-type': 'text/plain' },
    body: isConfirmed ? 'The destination is enabled.\n' : `${invalidToken().message}.\n`,
  };
}

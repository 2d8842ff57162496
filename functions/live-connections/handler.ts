import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { bindings } from '../../contracts/bindings';
import { subprotocol } from '../../contracts/live-messages';
import { belongingsTable } from '../shared/belongings-table';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { subscriptionsTable } from '../shared/subscriptions-table';
import { handleMessage } from './handle-message';

/** WebSocket event, with the fields in use (API Gateway developer guide, "Set up a WebSocket API integration request"). */
const SocketEvent = z.object({
  requestContext: z.object({
    routeKey: z.string(),
    connectionId: z.string(),
    /** Result of the authorizer; API Gateway passes all values as strings. */
    authorizer: z.object({ principalId: z.string(), expiresAt: z.coerce.number() }),
  }),
  body: z.nullish(z.string()),
});

const { subscriptions, belongings } = bindings.liveConnections.from(process.env);
const client = new DynamoDBClient(clientSettings);
const table = subscriptionsTable(client, subscriptions);
const to = { subscriptions: table, belongings: belongingsTable(client, belongings) };

/** Handles connect, disconnect and message events of the WebSocket API. */
export const handler = withLogContext(async (event) => {
  const { requestContext, body } = parse(SocketEvent, event, 'WebSocket event');
  const { routeKey, connectionId: connection, authorizer } = requestContext;
  // browsers close the connection if the server does not select one of the offered subprotocols
  if (routeKey === '$connect') return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': subprotocol } };
  if (routeKey === '$disconnect') {
    await table.forget(connection);
    return { statusCode: 200 };
  }
  const { principalId: person, expiresAt } = authorizer;
  const answer = await handleMessage(body ?? '', { connection, person, expiresAt, now: Date.now() }, to);
  logger.info(answer.kind, { route: routeKey, ...(answer.kind === 'problem' && { status: answer.status }) });
  return { statusCode: 200, body: JSON.stringify(answer) };
});

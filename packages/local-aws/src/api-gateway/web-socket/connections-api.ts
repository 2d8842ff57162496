import type { Authorizer } from '../../authorize';
import type { AwsAccount } from '../../aws-account';
import { errorAnswer } from '../../gateway/error-answer';
import { matchPath } from '../../gateway/path';
import { AwsError } from '../../gateway/service-api';
import { type Signers, verifySignature } from '../../gateway/signature';
import type { HttpAnswer } from '../../http/http-call';
import type { ApiCall } from '../listener';
import { closeCodes, maxMessageBytes, type OpenSocket } from './open-socket';
import { agentOf } from './socket-event';
import type { SocketStage } from './socket-stage';

interface ConnectionsOptions {
  readonly signers: Signers;
  readonly authorizer: Pick<Authorizer, 'authorize'>;
  readonly place: Pick<AwsAccount, 'region' | 'account'>;
}

interface ConnectionCall {
  readonly stage: SocketStage;
  readonly open: OpenSocket | undefined;
  readonly call: ApiCall;
  readonly cause: number | undefined;
}

/**
 * Returns a handler for `/STAGE/@connections/ID`, which sends a message to a connection, describes it or closes it.
 * Source: API Gateway developer guide, "Use @connections commands in your backend service".
 * @returns a function that returns undefined for all other paths
 */
export function connectionsApi(options: ConnectionsOptions, stages: ReadonlyMap<string, SocketStage>) {
  const served = async (call: ApiCall): Promise<HttpAnswer> => {
    const { stageName = '', connection = '' } = matchPath('/{stageName}/@connections/{connection}', call.path) ?? {};
    const { credentials, service } = verifySignature(call, options.signers);
    const stage = stages.get(stageName);
    if (stage === undefined || service !== 'execute-api') throw new AwsError('ForbiddenException', 'Forbidden', 403);
    const { region, account } = options.place;
    const { method } = call;
    const resource = `arn:aws:execute-api:${region}:${account}:${stage.api.id}/${stageName}/${method}/@connections/${connection}`;
    const { principal, cause } = credentials;
    const decision = options.authorizer.authorize({ principal, action: 'execute-api:ManageConnections', resource });
    if (!decision.allowed) throw new AwsError('ForbiddenException', decision.reason, 403);
    return managed({ stage, open: stage.find(connection), call, cause: cause?.() });
  };

  return async (call: ApiCall): Promise<HttpAnswer | undefined> => {
    if (!/^\/[^/]+\/@connections\/[^/]+$/.test(call.path)) return undefined;
    return served(call).catch((error: unknown) => errorAnswer(error));
  };
}

/**
 * Sends a message to a connection, describes the connection or closes it.
 * @throws AwsError with the error that API Gateway returns
 */
function managed({ stage, open, call, cause }: ConnectionCall): HttpAnswer {
  if (call.tooLarge || call.body.byteLength > maxMessageBytes)
    throw new AwsError('PayloadTooLargeException', 'Message too long', 413);
  if (open === undefined) throw gone();
  const { connected } = open;
  switch (call.method) {
    case 'POST':
      if (!open.send(call.body)) throw gone();
      stage.pushed(connected.id, call.body.byteLength, cause);
      return { status: 200, headers: {}, body: '' };
    case 'GET': {
      const inIso = (moment: number) => new Date(moment).toISOString();
      const identity = { sourceIp: '127.0.0.1', ...agentOf(connected) };
      const connection = {
        connectedAt: inIso(connected.connectedAt),
        lastActiveAt: inIso(open.lastActiveAt),
        identity,
      };
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(connection) };
    }
    case 'DELETE':
      open.close(closeCodes.normal, 'Connection closed');
      return { status: 204, headers: {}, body: '' };
    default:
      throw new AwsError('ForbiddenException', 'Forbidden', 403);
  }
}

const gone = () => new AwsError('GoneException', 'Gone', 410);

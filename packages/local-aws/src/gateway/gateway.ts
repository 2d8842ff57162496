import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { HttpAnswer, HttpCall, HttpHead } from '../http/http-call';
import { listen } from '../http/server';
import { actedOn, isForm } from './acted-on';
import { errorAnswer, wordingOf } from './error-answer';
import { verifySigned } from './presigned';
import { AwsError, type AwsResponse, type ServiceApi } from './request';
import { claimedAccessKey, claimedService, type Signers } from './signature';

export interface Gateway {
  port: number;
  endpoint: string;
  close(): Promise<void>;
}

/** Names under which a service signs its calls, where they differ from the name of its room here. */
const signingNames: ReadonlyMap<string, string> = new Map([
  ['iotdevicegateway', 'iotdata'],
  ['monitoring', 'cloudwatch'],
]);

/** Largest body of a call without a known access key: token requests of Cognito and calls of /_local/ are small. */
const unsignedBodyBytes = 64 * 1024;

/**
 * The one endpoint of every AWS API: verifies the signature, tells the service by it, and hands the call on.
 * @param control answers what is no AWS call: the platform's own paths below /_local/
 * @param unsigned answers what AWS lets anybody ask, without a signature
 */
export async function openGateway(options: {
  port: number;
  place: { region: string; account: string };
  services: ReadonlyMap<string, ServiceApi>;
  signers: Signers;
  authorizer: Authorizer;
  control: (call: HttpCall) => Promise<AwsResponse | undefined>;
  unsigned: (call: HttpCall) => Promise<HttpAnswer | undefined>;
  /** Resolves when all that a call has changed outlives the process: only then it is answered. */
  written(): Promise<void>;
  clock: Pick<Clock, 'real'>;
}): Promise<Gateway> {
  const { services, authorizer, signers } = options;

  /** @throws AwsError as the service answers, or as AWS does before any service hears of the call */
  const served = async (call: HttpCall): Promise<AwsResponse> => {
    const verified = verifySigned(call, signers);
    const service = signingNames.get(verified.service) ?? verified.service;
    const { principal, cause } = verified.credentials;
    const api = services.get(service);
    const acted = actedOn(call, service, api, options.place);
    if (api === undefined) {
      const known = [...services.keys()].join(', ');
      const reason = `${acted.action} is not served locally; services: ${known}`;
      throw new AwsError('UnknownOperationException', reason, 501);
    }
    for (const { action, resources, context } of acted.also === undefined ? [acted] : [acted, acted.also])
      for (const resource of resources) {
        const decision = authorizer.authorize({ principal, action, resource, ...(context && { context }) });
        if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason, 403);
      }
    const answered = await api({ ...call, service, principal, cause: cause?.() });
    await options.written();
    return answered;
  };

  const answer = async (call: HttpCall): Promise<AwsResponse> => {
    const controlled = await options.control(call).catch((error: unknown) => errorAnswer(error));
    if (controlled !== undefined) return controlled;
    const open = await options.unsigned(call);
    if (open !== undefined) return open;
    return served(call).catch((error: unknown) => errorAnswer(error, wordingOf(claimedService(call), isForm(call))));
  };
  const bodyLimit = (head: HttpHead) => {
    const accessKeyId = claimedAccessKey(head);
    const isKnown = accessKeyId !== undefined && signers.credentialsOf(accessKeyId) !== undefined;
    return isKnown ? Number.POSITIVE_INFINITY : unsignedBodyBytes;
  };
  const server = await listen(options.port, { answer, bodyLimit, after: options.clock.real.after });
  return { port: server.port, endpoint: `http://127.0.0.1:${server.port}`, close: server.close };
}

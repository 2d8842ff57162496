import { jsonCall } from '../gateway/json-call.fixture';
import { AwsError } from '../gateway/service-api';
import type { InvocationRequest } from '../lambda/function-declaration';
import { tagsOf } from '../resource-tags';
import { stopped } from '../stopped-platform.fixture';
import type { Store } from '../store';
import { createEventBuses } from './event-buses';
import { eventBridgeApi } from './eventbridge-api';
import { storedRulesOf } from './stored-rules';

export const account = '000000000000';
export const region = 'ap-northeast-1';
export const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

/** Message that a fake queue, topic, stream or workflow received. */
export interface ReceivedMessage {
  to: string;
  text: string;
  attributes?: Readonly<Record<string, string>>;
  partitionKey?: string;
}

/**
 * Creates EventBridge with targets that record what they receive. Functions accept every event while `may.invoke` is
 * true, and the queue `missing` does not exist.
 */
export function eventBridge(store?: Store) {
  const own = stopped();
  const parts = { ...own, ...(store !== undefined && { store }) };
  const invoked: InvocationRequest[] = [];
  const received: ReceivedMessage[] = [];
  const may = { invoke: true };
  const nameOf = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn;
  const reader = {
    isFifo: false,
    visibilitySeconds: () => 30,
    receive: () => [],
    delete: () => undefined,
    release: () => undefined,
    onArrival: () => undefined,
  };
  const eventBuses = createEventBuses({
    ...parts,
    place: { region, account, directory: '' },
    lambda: {
      invokeAsync(request) {
        if (!may.invoke) throw new AwsError('AccessDeniedException', 'no permission', 403);
        invoked.push(request);
        return `request-${invoked.length}`;
      },
    },
    messaging: {
      urlOf: (arn) => `http://localhost/${account}/${nameOf(arn)}`,
      queue: (arn) => (nameOf(arn) === 'missing' ? undefined : reader),
      send: async (url, text, _cause, attributes) =>
        void received.push({ to: nameOf(url), text, ...(attributes && { attributes }) }),
      publish: async (arn, text) => void received.push({ to: nameOf(arn), text }),
    },
    kinesis: {
      put(name, { partitionKey, data }) {
        received.push({ to: nameOf(name), text: Buffer.from(data).toString('utf8'), partitionKey });
        return { shardId: '', sequenceNumber: '' };
      },
    },
    workflows: {
      start({ workflowArn, input }) {
        received.push({ to: nameOf(workflowArn), text: input });
        return {
          arn: '',
          workflowArn,
          name: '',
          status: 'RUNNING',
          startedAt: 0,
          input,
          history: [],
          stoppedAt: undefined,
          output: undefined,
          error: undefined,
          cause: undefined,
        };
      },
    },
  });
  const stored = storedRulesOf(parts);
  const api = eventBridgeApi({ eventBuses, stored, tags: tagsOf(parts) }, account);
  const sum = (metric: string) =>
    parts.metrics
      .series(`aws.events.${metric}`)
      .flatMap(({ minutes }) => minutes)
      .reduce((total, minute) => total + minute.sum, 0);
  /** Allows EventBridge to use a resource on behalf of any rule. */
  const permit = (resource: string, action: string) =>
    parts.authorizer.resourcePolicies.permit({
      resource,
      statementId: 'events',
      principal: 'events.amazonaws.com',
      action,
      sourceArn: undefined,
      sourceAccount: undefined,
    });
  return { ...parts, eventBuses, stored, api, call: jsonCall(api), invoked, received, may, sum, permit };
}

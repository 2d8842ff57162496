import type { Authorizer } from '../../authorize';
import { alarmsOf } from '../../cloudwatch/alarms';
import { createKinesis } from '../../kinesis/kinesis';
import { fakeLambda } from '../../lambda/fake-lambda.fixture';
import type { Workflows } from '../../step-functions/workflows';
import { start, stopped } from '../../stopped-platform.fixture';
import { memoryStore } from '../../store';
import { createShadows } from '../shadows/shadow-service';
import { parseAction } from './action-table';
import { sendHttp } from './http-delivery';
import type { ActionTargets } from './rule-action';
import { createRuleDestinations } from './rule-destinations';
import { createRules, type RuleDeclaration } from './rules-engine';

interface Failures {
  put?: () => unknown;
  send?: () => void;
  /** Handler of all functions. */
  handler?: (event: unknown) => unknown;
}

/** Region of the rules in tests. */
export const region = 'ap-northeast-1';
export const arnOf = (service: string, name: string) => `arn:aws:${service}:${region}:000000000000:${name}`;

/**
 * Creates a rules engine with targets that record what actions send. Pass a `put` or `send` that throws to simulate a
 * failing service.
 */
export function recordingRules(
  parts: Omit<ReturnType<typeof stopped>, 'authorizer'> & { authorizer: Authorizer },
  failures: Failures = {},
) {
  const { lambda, invoked } = fakeLambda(failures.handler ?? (() => null));
  const shadows = createShadows({
    ...parts,
    rates: { admits: () => true, usedBy: () => undefined },
    publish: () => undefined,
  });
  const kinesis = createKinesis(parts);
  kinesis.createStream({ name: 'telemetry', arn: arnOf('kinesis', 'stream/telemetry'), shards: 1, retentionHours: 24 });
  const sent: string[] = [];
  const delivered: string[] = [];
  /** Permissions that have been checked for action roles. */
  const permissions: string[] = [];
  const written: unknown[] = [];
  const republished: { topic: string; payload: string; qos: 0 | 1 | undefined }[] = [];
  const started: { name: string; input: string }[] = [];
  const send = async (_url: string, body: string) => {
    failures.send?.();
    sent.push(body);
  };
  const publish = async (_topicArn: string, message: string) => void sent.push(message);
  const put = async (tableName: string, item: Record<string, object>) => {
    await failures.put?.();
    written.push({ tableName, item });
  };
  const objects: { bucket: string; key: string; text: string }[] = [];
  const lines: { group: string; stream: string; timestamp: number; message: string }[] = [];
  const destinations = createRuleDestinations({
    ...parts,
    place: { region, account: '000000000000' },
    endpoint: () => 'http://127.0.0.1:4566',
    send: sendHttp,
  });
  const logs: ActionTargets['logs'] = {
    createStream(group) {
      if (group !== 'devices') throw new Error('The specified log group does not exist.');
    },
    writeEvents: (group, stream, written) => void lines.push(...written.map((line) => ({ group, stream, ...line }))),
  };
  const alarms = alarmsOf({
    ...parts,
    place: { region, account: '000000000000' },
    messaging: { publish },
  });
  const startExecution: Workflows['start'] = ({ name = '', workflowArn, input }) => {
    started.push({ name, input });
    const ended = { stoppedAt: start, output: '{}', error: undefined, cause: undefined, history: [] };
    return { arn: name, name, workflowArn, input, status: 'SUCCEEDED', startedAt: start, ...ended };
  };
  const rules = createRules({
    ...parts,
    authorizer: {
      ...parts.authorizer,
      authorize(request) {
        permissions.push(`${request.action} ${request.resource}`);
        return parts.authorizer.authorize(request);
      },
    },
    region,
    account: '000000000000',
    targets: {
      lambda,
      shadows,
      kinesis,
      firehose: { put: (_stream, data) => ({ recordId: String(delivered.push(Buffer.from(data).toString('utf8'))) }) },
      dynamodb: { put },
      messaging: {
        send,
        publish,
        putObject: async ({ bucket, key, body }) =>
          void objects.push({ bucket, key, text: Buffer.from(body).toString('utf8') }),
      },
      metrics: parts.metrics,
      alarms,
      logs,
      destinations,
      sendHttp,
      workflows: { start: startExecution },
      republish: ({ payload, ...message }) =>
        void republished.push({ qos: undefined, ...message, payload: Buffer.from(payload).toString('utf8') }),
      newUuid: () => 'uuid-1',
    },
  });
  return {
    rules,
    invoked,
    sent,
    delivered,
    permissions,
    written,
    republished,
    started,
    kinesis,
    objects,
    lines,
    destinations,
    shadows,
    alarms,
  };
}

export const roleArn = 'arn:aws:iam::000000000000:role/rule';
export const functionArn = arnOf('lambda', 'function:power-on');
export const powerOn = parseAction({ lambda: { functionArn } });

/** Creates a rules engine that records what actions send, with failing services if requested. */
export function rulesPlatform(failures: Parameters<typeof recordingRules>[1] = {}, store = memoryStore()) {
  const parts = { ...stopped(), store };
  const recorded = recordingRules(parts, failures);
  const { rules } = recorded;
  const declare = (changes: Partial<RuleDeclaration>) =>
    rules.declare({
      name: 'power_on',
      arn: arnOf('iot', 'rule/power_on'),
      sql: "SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true",
      version: '2016-03-23',
      enabled: true,
      actions: [powerOn],
      errorAction: undefined,
      ...changes,
    });
  const origin = { clientId: 'light-1', principalId: 'c1' };
  /** Publishes a message. If `from` is null, the publisher is a service. */
  const handle = async (topic: string, payload: unknown, from: typeof origin | null = origin) => {
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
    rules.handle({ topic, payload: body }, from ?? undefined, undefined);
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  /** Returns the next action failure that has not been returned yet. */
  const settled = async () => {
    const isFailure = ({ kind }: { kind: string }) => kind === 'rule-failed';
    while (!parts.emitted.some(isFailure)) await new Promise<void>((resolve) => setImmediate(resolve));
    return parts.emitted.splice(0).find(isFailure);
  };
  return { ...parts, ...recorded, declare, handle, settled };
}

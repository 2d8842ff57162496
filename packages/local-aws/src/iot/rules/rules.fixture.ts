import type { Authorizer } from '../../authorize';
import { createKinesis } from '../../kinesis/kinesis';
import { fakeLambda } from '../../lambda/fake-lambda.fixture';
import type { Workflows } from '../../step-functions/workflows';
import { start, type stopped } from '../../stopped.fixture';
import { createRules } from './rules-engine';

interface Failures {
  put?: () => unknown;
  send?: () => void;
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
  const { lambda, invoked } = fakeLambda(() => null);
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
      kinesis,
      firehose: { put: (_stream, data) => ({ recordId: String(delivered.push(Buffer.from(data).toString('utf8'))) }) },
      dynamodb: { put },
      messaging: { send, publish },
      workflows: { start: startExecution },
      republish: ({ payload, ...message }) =>
        void republished.push({ qos: undefined, ...message, payload: Buffer.from(payload).toString('utf8') }),
      newUuid: () => 'uuid-1',
    },
  });
  return { rules, invoked, sent, delivered, permissions, written, republished, started, kinesis };
}

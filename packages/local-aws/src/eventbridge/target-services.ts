import type { Authorizer } from '../authorize';
import type { RolePrincipal, ServicePrincipal } from '../iam/principal';
import type { Kinesis } from '../kinesis/kinesis';
import type { Lambda } from '../lambda/lambda-service';
import type { Messaging } from '../messaging/messaging';
import type { Workflows } from '../step-functions/workflows';
import type { BusEvent, Target } from './event-rule';
import { valueAt } from './input-path';

/** Services that targets belong to. */
export interface TargetParts {
  authorizer: Authorizer;
  lambda: Pick<Lambda, 'invokeAsync'>;
  kinesis: Pick<Kinesis, 'put'>;
  messaging: Pick<Messaging, 'send' | 'publish' | 'urlOf' | 'queue'>;
  workflows: Pick<Workflows, 'start'>;
}

/** Input for a target, and the principal that sends it. */
export interface Sending {
  target: Target;
  /** Text that the target receives. */
  text: string;
  event: BusEvent;
  principal: RolePrincipal | ServicePrincipal;
  /** ID of the event that caused the call. */
  cause: number | undefined;
  /** Passes the event on to another event bus. */
  forward(busArn: string): Promise<void>;
}

/** Failed delivery with its code. Source: EventBridge user guide, "eb-rule-dlq", ERROR_CODE. */
export class DeliveryError extends Error {
  constructor(
    readonly code: 'FAILED_TO_ASSUME_ROLE' | 'INVALID_JSON' | 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'ERROR_FROM_TARGET',
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}

interface TargetService {
  /** IAM action that the rule requires; undefined if `send` checks the permission. */
  readonly action: string | undefined;
  /** Whether a target requires a role, because the service has no policy that allows EventBridge to call it. */
  readonly needsRole: boolean;
  send(parts: TargetParts, sending: Sending): Promise<void> | void;
}

function parsedInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DeliveryError('INVALID_JSON', `the input is not valid JSON: ${text.slice(0, 100)}`);
  }
}

const events: TargetService = {
  action: 'events:PutEvents',
  needsRole: true,
  send: (_, { target, forward }) => forward(target.Arn),
};

/**
 * Services whose resources can be targets, keyed by the service in the ARN. Sources: EventBridge API reference,
 * "PutTargets"; EventBridge user guide, "eb-use-resource-based" and "eb-use-identity-based".
 */
export const targetServices: Readonly<Record<string, TargetService>> = {
  events,
  lambda: {
    action: undefined,
    needsRole: false,
    send: ({ lambda }, { target, text, principal, cause }) =>
      void lambda.invokeAsync({ functionArn: target.Arn, event: parsedInput(text), principal, cause }),
  },
  sqs: {
    action: 'sqs:SendMessage',
    needsRole: false,
    send({ messaging }, { target, text, cause }) {
      if (messaging.queue(target.Arn) === undefined)
        throw new DeliveryError('NO_RESOURCE', `the queue ${target.Arn} does not exist`);
      return messaging.send(messaging.urlOf(target.Arn), text, cause);
    },
  },
  sns: {
    action: 'sns:Publish',
    needsRole: false,
    send: ({ messaging }, { target, text, cause }) => messaging.publish(target.Arn, text, { cause }),
  },
  states: {
    action: 'states:StartExecution',
    needsRole: true,
    send({ workflows }, { target, text, cause }) {
      parsedInput(text);
      workflows.start({ workflowArn: target.Arn, name: undefined, input: text, cause });
    },
  },
  kinesis: {
    action: 'kinesis:PutRecord',
    needsRole: true,
    send({ kinesis }, { target, text, event, cause }) {
      const path = target.KinesisParameters?.PartitionKeyPath;
      const key = path === undefined ? undefined : valueAt(path, event);
      const partitionKey = typeof key === 'string' ? key : JSON.stringify(key ?? event.id).replaceAll('"', '');
      kinesis.put(target.Arn, { partitionKey, data: Buffer.from(text), cause });
    },
  },
};

/** Returns the service of a target: `sqs` for `arn:aws:sqs:…`. */
export const serviceOf = (arn: string): string => arn.split(':')[2] ?? '';

/** Returns whether an ARN is an event bus. */
export const isEventBus = (arn: string): boolean => /^arn:aws:events:[^:]*:\d*:event-bus\//.test(arn);

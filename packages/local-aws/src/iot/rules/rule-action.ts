import type { RuleMessage, SqlValue } from '@himeshima/iot';
import type { z } from 'zod';
import type { Alarms } from '../../cloudwatch/alarms';
import type { DynamoDb } from '../../dynamodb/dynamodb';
import type { Firehose } from '../../firehose/firehose';
import type { Kinesis } from '../../kinesis/kinesis';
import type { Lambda } from '../../lambda/lambda-service';
import type { Logs } from '../../logs/logs';
import type { Messaging } from '../../messaging/messaging';
import type { MetricStore } from '../../metrics';
import type { Workflows } from '../../step-functions/workflows';
import type { Delivery, Message } from '../iot-message';
import type { Shadows } from '../shadows/shadow-service';
import type { SendHttp } from './http-delivery';
import type { RuleDestinations } from './rule-destinations';

/** Services that actions call. */
export interface ActionTargets {
  lambda: Pick<Lambda, 'invokeAsync' | 'invoke'>;
  shadows: Pick<Shadows, 'get'>;
  dynamodb: Pick<DynamoDb, 'put'>;
  kinesis: Pick<Kinesis, 'put'>;
  firehose: Pick<Firehose, 'put'>;
  messaging: Pick<Messaging, 'send' | 'publish' | 'putObject'>;
  metrics: Pick<MetricStore, 'record'>;
  alarms: Pick<Alarms, 'setState'>;
  logs: Pick<Logs, 'createStream' | 'writeEvents'>;
  destinations: Pick<RuleDestinations, 'at' | 'create'>;
  sendHttp: SendHttp;
  workflows: Pick<Workflows, 'start'>;
  republish(message: Message & Delivery): void;
  newUuid(): string;
}

/**
 * Function that returns a resource's ARN in the platform's account, for example
 * for `('dynamodb', 'table/device-power')`.
 */
export type ArnOf = (service: string, resource: string) => string;

export interface RuleMatch {
  message: RuleMessage;
  output: SqlValue;
  variables: readonly SqlValue[];
  ruleArn: string;
  account: string;
  cause: number | undefined;
}

/** Field of an action, whose substitution templates (`${…}`) are evaluated on the original payload. */
export type Field = (match: RuleMatch) => string;

/** Permission that the role of an action requires. */
export interface ActionPermission {
  readonly action: string;
  resource(match: RuleMatch): string;
}

/** Action whose fields have been compiled. */
export interface RunnableAction {
  /** Permissions that the action's role requires; empty for an action without a role. */
  readonly permissions: readonly ActionPermission[];
  /** Name of the target on the screen, for example `power-on` or `device-power`. */
  readonly target: string;
  /** Name of the resource in the message that an error action receives. */
  readonly resource: string;
  /** URL for which the rule requires a destination. A missing destination is created with the rule. */
  readonly confirmationUrl?: string | undefined;
  /** Runs the action. Throws an Error if the service rejects the call. */
  run(match: RuleMatch): Promise<void> | void;
}

export interface ActionContext {
  /**
   * Compiles a field of the action.
   * @throws SqlError if a template is invalid
   */
  field(text: string, options?: { escapedTopic?: boolean }): Field;
  readonly targets: ActionTargets;
  readonly arnOf: ArnOf;
}

/** Action of a rule. */
export interface RuleAction {
  /** Name of the action in the message that an error action receives, for example `DynamoDBv2Action`. */
  readonly awsName: string;
  /** Role whose permissions the action uses; undefined for an action without a role. */
  readonly roleArn: string | undefined;
  /** Action in the format of the API: `{ lambda: { functionArn: 'arn:…' } }`. */
  readonly declared: Readonly<Record<string, unknown>>;
  /**
   * Compiles the fields of the action.
   * @throws SqlError if a template is invalid
   */
  compile(context: ActionContext): RunnableAction;
}

/** Kind of action. The table of rule actions contains each kind under the action's name in the API. */
export interface ActionKind {
  readonly awsName: string;
  readonly schema: z.ZodType;
  /** API members that have no local implementation. */
  readonly unsupported: readonly string[];
  /**
   * Parses the members of an action. Throws a ZodError if they are invalid.
   * @param name name of the action in the API
   */
  parse(name: string, members: unknown): RuleAction;
}

/**
 * Creates a kind of action.
 * @param kind.awsName name of the action in the message that an error action receives
 */
export function actionKind<Schema extends z.ZodType>(kind: {
  awsName: string;
  schema: Schema;
  unsupported?: readonly string[];
  role?(action: z.output<Schema>): string;
  compile(action: z.output<Schema>, context: ActionContext): RunnableAction;
}): ActionKind {
  const { awsName, schema, unsupported = [] } = kind;
  return {
    awsName,
    schema,
    unsupported,
    parse(name, members) {
      const action = schema.parse(members);
      return {
        awsName,
        roleArn: kind.role?.(action),
        declared: { [name]: action },
        compile: (context) => kind.compile(action, context),
      };
    },
  };
}

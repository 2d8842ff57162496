import { randomInt, randomUUID } from 'node:crypto';
import {
  basicIngest,
  type CompiledRule,
  compile,
  compileTemplate,
  evaluateWithServices,
  RuleMessage,
  type SqlVersion,
  TopicIndex,
} from '@himeshima/iot';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { AwsError } from '../../gateway/service-api';
import type { RolePrincipal } from '../../iam/principal';
import { localDocs } from '../../local-docs';
import type { MetricStore } from '../../metrics';
import type { Store } from '../../store';
import type { IotLogs } from '../iot-logs';
import type { Message, Publisher } from '../iot-message';
import { ruleLimitFault } from '../registry/account-limits';
import { outputBytes } from './action-output';
import type { ActionContext, ActionTargets, ArnOf, RuleAction, RuleMatch, RunnableAction } from './rule-action';
import { createRuleProgressStore, type Failure, type RuleProgress } from './rule-progress';
import { createRuleServices, supportedServices } from './rule-services';

export interface RuleDeclaration {
  name: string;
  arn: string;
  description?: string | undefined;
  sql: string;
  version: SqlVersion;
  enabled: boolean;
  actions: readonly RuleAction[];
  errorAction: RuleAction | undefined;
}

/** Declared rule with its state. */
export interface KnownRule extends RuleDeclaration {
  /** Time of creation in ms since the epoch. */
  readonly createdAt: number;
  /** Topic filter in FROM; undefined if the rule receives only Basic Ingest messages. */
  readonly filter: string | undefined;
}

/** Rules engine. For each message, it runs the actions of all matching rules. */
export interface Rules {
  /**
   * Declares a rule, or replaces the rule with the same name.
   * @param createdAt time of creation in ms since the epoch, if the rule existed in an earlier run
   * @throws SqlError if AWS IoT would reject the statement or a template
   * @throws Error if the statement calls an unsupported service or the rule exceeds a quota
   */
  declare(declaration: RuleDeclaration, createdAt?: number): void;
  find(name: string): KnownRule | undefined;
  all(): KnownRule[];
  /** Removes a rule. Actions in progress continue. */
  remove(name: string): void;
  /** Runs the rules that match a message. A message from a service has no publisher. */
  handle(message: Message, publisher: Publisher | undefined, cause: number | undefined): void;
  /** Completes the actions that the previous run left unfinished. */
  resume(): void;
}

export interface RulesOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  region: string;
  account: string;
  targets: ActionTargets;
  authorizer: Authorizer;
  iotLogs: IotLogs;
}

type PreparedAction = RunnableAction & Pick<RuleAction, 'awsName' | 'roleArn'>;

interface Rule {
  declaration: RuleDeclaration;
  createdAt: number;
  compiled: CompiledRule;
  actions: PreparedAction[];
  errorAction: PreparedAction | undefined;
}

/** Returns the message that an error action receives. Source: AWS IoT developer guide, "rule-error-handling". */
function errorMessage(rule: Rule, message: RuleMessage, failures: readonly Failure[]): Uint8Array {
  return Buffer.from(
    JSON.stringify({
      ruleName: rule.declaration.name,
      topic: message.topic,
      cloudwatchTraceId: message.traceId,
      clientId: message.clientId ?? 'N/A',
      base64OriginalPayload: Buffer.from(message.payload).toString('base64'),
      failures,
    }),
  );
}

const notSupported = (reason: string) => new AwsError('NotImplemented', reason, 501);

/**
 * Rejects a statement that calls an unsupported service, because the call would silently evaluate to Undefined.
 * @throws AwsError NotImplemented that lists the services
 */
function rejectServiceCalls(name: string, { services }: CompiledRule): void {
  const unsupported = services.filter((service) => !supportedServices.has(service));
  if (unsupported.length === 0) return;
  throw notSupported(
    `the SQL of rule ${name} calls a service that the local runtime does not support (${unsupported.join(', ')}); see ${localDocs()}`,
  );
}

/** Returns the principal whose permissions a rule's action uses. */
export const ruleRole = (
  roleArn: string,
  { name, arn, account }: Pick<RuleDeclaration, 'name' | 'arn'> & { account: string },
): RolePrincipal => ({
  kind: 'role',
  arn: roleArn,
  session: name,
  by: { kind: 'service', service: 'iot.amazonaws.com', sourceArn: arn, sourceAccount: account },
});

/** Returns the event that reports a rule's failure outside of its actions. */
const failure = ({ declaration: { name } }: Rule, text: string) =>
  ({ kind: 'note', failed: true, about: { type: 'aws_iot_topic_rule', name }, text }) as const;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Returns the log fields for a message, a rule and an action. */
const logFieldsOf = (ruleName: string, message: RuleMessage, action?: PreparedAction) => ({
  ...(message.traceId === undefined ? {} : { traceId: message.traceId }),
  clientId: message.clientId ?? 'N/A',
  topicName: message.topic,
  ruleName,
  ruleAction: action?.awsName,
  principalId: message.principal ?? 'N/A',
});

/** Number of distinct values that `random` can return. `randomInt` supports only ranges of less than 2^48. */
const randomResolution = 2 ** 47;
const random = () => randomInt(randomResolution) / randomResolution;

export function createRules(options: RulesOptions): Rules {
  const { clock, store, bus, metrics, region, account, targets, authorizer, iotLogs } = options;
  const rules = new Map<string, Rule>();
  const topicIndex = new TopicIndex<Rule>();
  const progressStore = createRuleProgressStore(store);
  const arnOf: ArnOf = (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`;

  const count = (metric: string, rule: Rule, cause: number | undefined, action?: PreparedAction) =>
    metrics.record({
      metric: `aws.iot.${metric}`,
      tags: { rulename: rule.declaration.name, ...(action === undefined ? {} : { actiontype: action.awsName }) },
      value: 1,
      at: clock.now(),
      causes: [cause],
    });

  const performAllowed = async (rule: Rule, action: PreparedAction, matched: RuleMatch) => {
    if (action.roleArn !== undefined) {
      const principal = ruleRole(action.roleArn, { ...rule.declaration, account });
      for (const { action: required, resource } of action.permissions)
        requireAllowed(authorizer, { principal, action: required, resource: resource(matched), cause: matched.cause });
    }
    await action.run(matched);
  };

  const runAllowed = async (rule: Rule, action: PreparedAction, matched: RuleMatch) => {
    const logFields = () => logFieldsOf(rule.declaration.name, matched.message, action);
    iotLogs.write('DEBUG', 'StartingRuleExecution', logFields);
    try {
      await performAllowed(rule, action, matched);
      iotLogs.write('INFO', 'RuleExecution', logFields);
    } catch (error) {
      iotLogs.write('ERROR', 'RuleExecution', () => ({ ...logFields(), details: messageOf(error) }));
      throw error;
    }
  };

  const tryAction = async (rule: Rule, action: PreparedAction, matched: RuleMatch): Promise<Failure | undefined> => {
    try {
      await runAllowed(rule, action, matched);
      count('success', rule, matched.cause, action);
      return undefined;
    } catch (error) {
      count('failure', rule, matched.cause, action);
      const reason = messageOf(error);
      const to = rule.errorAction?.target;
      bus.emit(
        { kind: 'rule-failed', rule: rule.declaration.name, action: action.target, reason, errorAction: to },
        matched.cause,
        undefined,
        { payloads: [{ label: 'output', read: () => outputBytes(matched) }] },
      );
      return { failedAction: action.awsName, failedResource: action.resource, errorMessage: reason };
    }
  };

  const runErrorAction = async (rule: Rule, matched: RuleMatch, failures: readonly Failure[]) => {
    const { errorAction } = rule;
    if (errorAction === undefined || failures.length === 0) return;
    try {
      const output = errorMessage(rule, matched.message, failures);
      await runAllowed(rule, errorAction, { ...matched, output });
      count('error_action_success', rule, matched.cause, errorAction);
    } catch (error) {
      count('error_action_failure', rule, matched.cause, errorAction);
      bus.emit(failure(rule, `the error action of ${rule.declaration.name} failed: ${String(error)}`), matched.cause);
    }
  };

  const servicesFor = createRuleServices({ ...options, ...targets, arnOf });
  const evaluateRule = ({ declaration, compiled }: Rule, message: RuleMessage, cause: number | undefined) => {
    const { name, arn } = declaration;
    const role = (roleArn: string) => ruleRole(roleArn, { name, arn, account });
    return evaluateWithServices(compiled.evaluate, message, servicesFor({ name, arn, account, cause, role }));
  };

  const run = async (
    rule: Rule,
    message: RuleMessage,
    { cause, leftover }: { cause: number | undefined; leftover?: RuleProgress },
  ) => {
    // The metric counts "JSON parse errors in messages published on a topic on which a rule is listening"
    // (developer guide, "metrics_dimensions").
    if (leftover === undefined && rule.compiled.cannotRead(message)) count('parse_error', rule, cause);
    const begin = () => progressStore.begin(rule.declaration.name, message);
    const callsServices = rule.compiled.services.length > 0;
    // The message is persisted before services are called, because the platform could stop during a call.
    const pending = leftover ?? (callsServices ? begin() : undefined);
    const result = callsServices ? await evaluateRule(rule, message, cause) : rule.compiled.evaluate(message);
    if (!result.matched) {
      bus.emit({ kind: 'rule-skipped', rule: rule.declaration.name }, cause);
      return pending?.end();
    }
    const progress = pending ?? begin();
    count('topic_match', rule, cause);
    iotLogs.write('INFO', 'RuleMatch', () => logFieldsOf(rule.declaration.name, message));
    const names = rule.actions.map((action) => action.target).join(', ');
    const event = bus.emit({ kind: 'rule-matched', rule: rule.declaration.name, actions: names }, cause, undefined, {
      payloads: [{ label: 'output', read: () => outputBytes(result) }],
    });
    const matched: RuleMatch = {
      message,
      output: result.output,
      variables: result.variables,
      ruleArn: rule.declaration.arn,
      account,
      cause: event,
    };
    const actions = rule.actions.map(async (action, index) => {
      if (!progress.isDone(index)) progress.done(index, await tryAction(rule, action, matched));
    });
    await Promise.all(actions);
    await runErrorAction(rule, matched, progress.failures);
    progress.end();
  };

  const start = (...[rule, message, context]: Parameters<typeof run>) => {
    const reportFailure = (error: unknown) => {
      bus.emit(failure(rule, `rule ${rule.declaration.name} failed: ${String(error)}`), context.cause);
    };
    run(rule, message, context).catch(reportFailure);
  };

  const remove: Rules['remove'] = (name) => {
    const rule = rules.get(name);
    if (rule !== undefined) topicIndex.delete(rule);
    rules.delete(name);
  };

  const prepare = (action: RuleAction, compiled: CompiledRule): PreparedAction => {
    const field: ActionContext['field'] = (text, { escapedTopic = false } = {}) => {
      const template = compileTemplate(text, { version: compiled.version, set: compiled.set, escapedTopic });
      if (template.services.length > 0)
        throw notSupported(
          `${text} calls a service that the local runtime does not support: ${template.services.join(', ')}`,
        );
      return ({ message, variables }) => template.evaluate(message, variables);
    };
    const { awsName, roleArn } = action;
    return { ...action.compile({ field, targets, arnOf }), awsName, roleArn };
  };

  const describe = ({ declaration, createdAt, compiled: { filter } }: Rule): KnownRule => ({
    ...declaration,
    createdAt,
    filter,
  });

  return {
    remove,
    find(name) {
      const found = rules.get(name);
      return found && describe(found);
    },
    all: () => [...rules.values()].map(describe),
    declare(declaration, createdAt) {
      const { name, sql, version, actions, errorAction } = declaration;
      const compiled = compile(sql, { version });
      const fault = ruleLimitFault(declaration);
      if (fault !== undefined) throw new Error(fault);
      rejectServiceCalls(name, compiled);
      const rule = {
        declaration,
        createdAt: createdAt ?? rules.get(name)?.createdAt ?? Math.floor(clock.now()),
        compiled,
        actions: actions.map((action) => prepare(action, compiled)),
        errorAction: errorAction === undefined ? undefined : prepare(errorAction, compiled),
      };
      remove(name);
      rules.set(name, rule);
      for (const { confirmationUrl } of [
        ...rule.actions,
        ...(rule.errorAction === undefined ? [] : [rule.errorAction]),
      ])
        if (confirmationUrl !== undefined && targets.destinations.at(confirmationUrl) === undefined)
          targets.destinations.create(confirmationUrl);
      if (compiled.filter !== undefined) topicIndex.add(compiled.filter, rule);
    },
    handle({ topic, payload, headers }, publisher, cause) {
      const ingested = basicIngest(topic);
      const direct = ingested && rules.get(ingested.rule);
      if (ingested !== undefined && direct === undefined)
        iotLogs.write('ERROR', 'RuleNotFound', () => ({
          clientId: publisher?.clientId ?? 'N/A',
          topicName: topic,
          ruleName: ingested.rule,
          principalId: publisher?.principalId ?? 'N/A',
          reason: 'RuleNotFound',
          details: `Rule ${ingested.rule} not found`,
        }));
      const matching = topicIndex.at(topic);
      const all = direct === undefined || matching.includes(direct) ? matching : [...matching, direct];
      let message: RuleMessage | undefined;
      for (const rule of all) {
        if (!rule.declaration.enabled) continue;
        message ??= new RuleMessage({
          topic: ingested?.topic ?? topic,
          payload,
          timestamp: Math.floor(clock.now()),
          traceId: randomUUID(),
          newUuid: randomUUID,
          random,
          accountId: account,
          headers,
          clientId: publisher?.clientId,
          principal: publisher?.principalId,
          sourceIp: publisher?.sourceIp,
        });
        start(rule, message, { cause });
      }
    },
    resume() {
      for (const { rule: name, message, progress: leftover } of progressStore.takeLeftover()) {
        const rule = rules.get(name);
        if (rule !== undefined) start(rule, message, { cause: undefined, leftover });
        else {
          bus.emit({
            kind: 'note',
            text: `discarded a message on ${message.topic}: rule ${name} is no longer declared`,
          });
          leftover.end();
        }
      }
    },
  };
}

import { randomInt, randomUUID } from 'node:crypto';
import { basicIngest, type CompiledRule, compile, RuleMessage, type SqlVersion, TopicIndex } from '@himeshima/iot';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import type { Store } from '../../store';
import type { IotLogs } from '../iot-logs';
import type { Message, Publisher } from '../message';
import { refuseTooLarge } from '../registry/account-limits';
import {
  type ActionTargets,
  type ArnOf,
  type Matched,
  type RuleAction,
  type RunnableAction,
  runnableAction,
} from './rule-actions';
import { createUnfinishedRules, type Failure, type UnfinishedRule } from './unfinished-rules';

export interface RuleDeclaration {
  name: string;
  arn: string;
  sql: string;
  version: SqlVersion;
  enabled: boolean;
  actions: RuleAction[];
  errorAction: RuleAction | undefined;
}

/** The rules engine: which rules a message matches, and what follows. */
export interface Rules {
  /** @throws SqlError where AWS IoT would refuse the statement, Error where it asks another service */
  declare(declaration: RuleDeclaration): void;
  /** @param publisher undefined where a service published the message */
  handle(message: Message, publisher: Publisher | undefined, cause: number | undefined): void;
  /** Goes on with what a platform before this one has left. */
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

interface Rule {
  declaration: RuleDeclaration;
  compiled: CompiledRule;
  actions: RunnableAction[];
  errorAction: RunnableAction | undefined;
}

/** The message which an error action gets. AWS IoT developer guide, "rule-error-handling". */
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

/** @throws Error where the statement asks another service: here nobody answers, and it would be Undefined without a word */
function refuseServices(name: string, { services }: CompiledRule): void {
  if (services.length === 0) return;
  throw new Error(
    `rule ${name} asks ${services.join(', ')} from its SQL, which the laptop does not simulate; see docs/local.md`,
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What an entry of AWS IoT's log says of a message and of who handles it. */
const loggedOf = (ruleName: string, message: RuleMessage, action?: RunnableAction) => ({
  ...(message.traceId === undefined ? {} : { traceId: message.traceId }),
  clientId: message.clientId ?? 'N/A',
  topicName: message.topic,
  ruleName,
  ruleAction: action?.awsName,
  principalId: message.principal ?? 'N/A',
});

/** As fine as `randomInt` throws its dice. */
const fineness = 2 ** 47;
const random = () => randomInt(fineness) / fineness;

export function createRules(options: RulesOptions): Rules {
  const { clock, store, bus, metrics, region, account, targets, authorizer, iotLogs } = options;
  const rules: Rule[] = [];
  const listening = new TopicIndex<Rule>();
  const unfinished = createUnfinishedRules(store);
  const arnOf: ArnOf = (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`;

  const count = (metric: string, rule: Rule, action?: RunnableAction) =>
    metrics.record({
      metric: `aws.iot.${metric}`,
      tags: { rulename: rule.declaration.name, ...(action === undefined ? {} : { actiontype: action.awsName }) },
      value: 1,
      at: clock.now(),
    });

  const performAllowed = async (rule: Rule, action: RunnableAction, matched: Matched) => {
    const { permission } = action;
    if (permission !== undefined) {
      const principal = {
        kind: 'role',
        arn: permission.role,
        session: rule.declaration.name,
        by: { kind: 'service', service: 'iot.amazonaws.com', sourceArn: matched.ruleArn, sourceAccount: account },
      } as const;
      requireAllowed(authorizer, { principal, action: permission.action, resource: permission.resourceArn(matched) });
    }
    await action.run(matched);
  };

  const runAllowed = async (rule: Rule, action: RunnableAction, matched: Matched) => {
    const logged = () => loggedOf(rule.declaration.name, matched.message, action);
    iotLogs.write('DEBUG', 'StartingRuleExecution', logged);
    try {
      await performAllowed(rule, action, matched);
      iotLogs.write('INFO', 'RuleExecution', logged);
    } catch (error) {
      iotLogs.write('ERROR', 'RuleExecution', () => ({ ...logged(), details: messageOf(error) }));
      throw error;
    }
  };

  const tryAction = async (rule: Rule, action: RunnableAction, matched: Matched): Promise<Failure | undefined> => {
    try {
      await runAllowed(rule, action, matched);
      count('success', rule, action);
      return undefined;
    } catch (error) {
      count('failure', rule, action);
      const reason = messageOf(error);
      const to = rule.errorAction?.target;
      bus.tell(
        { kind: 'rule-failed', rule: rule.declaration.name, action: action.target, reason, errorAction: to },
        matched.cause,
      );
      return { failedAction: action.awsName, failedResource: action.resource, errorMessage: reason };
    }
  };

  const runErrorAction = async (rule: Rule, matched: Matched, failures: readonly Failure[]) => {
    const { errorAction } = rule;
    if (errorAction === undefined || failures.length === 0) return;
    try {
      const output = errorMessage(rule, matched.message, failures);
      await runAllowed(rule, errorAction, { ...matched, output });
      count('error_action_success', rule, errorAction);
    } catch (error) {
      count('error_action_failure', rule, errorAction);
      bus.tell(
        { kind: 'note', text: `the error action of ${rule.declaration.name} failed: ${String(error)}` },
        matched.cause,
      );
    }
  };

  const run = async (
    rule: Rule,
    message: RuleMessage,
    { cause, left }: { cause: number | undefined; left?: UnfinishedRule },
  ) => {
    // AWS IoT: "JSON parse errors in messages published on a topic on which a rule is listening" (metrics_dimensions)
    if (left === undefined && rule.compiled.cannotRead(message)) count('parse_error', rule);
    const result = rule.compiled.evaluate(message);
    if (!result.matched) return left?.end();
    const progress = left ?? unfinished.begin(rule.declaration.name, message);
    count('topic_match', rule);
    iotLogs.write('INFO', 'RuleMatch', () => loggedOf(rule.declaration.name, message));
    const names = rule.actions.map((action) => action.target).join(', ');
    const event = bus.tell({ kind: 'rule-matched', rule: rule.declaration.name, actions: names }, cause);
    const matched: Matched = {
      message,
      output: result.output,
      variables: result.variables,
      ruleArn: rule.declaration.arn,
      account,
      cause: event,
    };
    const actions = rule.actions.map(async (action, place) => {
      if (!progress.isDone(place)) progress.done(place, await tryAction(rule, action, matched));
    });
    await Promise.all(actions);
    await runErrorAction(rule, matched, progress.failures);
    progress.end();
  };

  const start = (...[rule, message, begun]: Parameters<typeof run>) => {
    const stopped = (error: unknown) => {
      bus.tell({ kind: 'note', text: `rule ${rule.declaration.name} stopped: ${String(error)}` }, begun.cause);
    };
    run(rule, message, begun).catch(stopped);
  };

  return {
    declare(declaration) {
      const compiled = compile(declaration.sql, { version: declaration.version });
      refuseTooLarge(declaration);
      refuseServices(declaration.name, compiled);
      const ready = (action: RuleAction) => runnableAction(action, { rule: compiled, targets, arnOf });
      const { errorAction } = declaration;
      const rule = {
        declaration,
        compiled,
        actions: declaration.actions.map(ready),
        errorAction: errorAction === undefined ? undefined : ready(errorAction),
      };
      rules.push(rule);
      if (compiled.filter !== undefined) listening.add(compiled.filter, rule);
    },
    handle({ topic, payload, headers }, publisher, cause) {
      const ingested = basicIngest(topic);
      const direct = ingested && rules.find(({ declaration }) => declaration.name === ingested.rule);
      if (ingested !== undefined && direct === undefined)
        iotLogs.write('ERROR', 'RuleNotFound', () => ({
          clientId: publisher?.clientId ?? 'N/A',
          topicName: topic,
          ruleName: ingested.rule,
          principalId: publisher?.principalId ?? 'N/A',
          reason: 'RuleNotFound',
          details: `Rule ${ingested.rule} not found`,
        }));
      const reached = listening.at(topic);
      const all = direct === undefined || reached.includes(direct) ? reached : [...reached, direct];
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
      for (const { rule: name, message, unfinished: left } of unfinished.takeLeft()) {
        const rule = rules.find(({ declaration }) => declaration.name === name);
        if (rule !== undefined) start(rule, message, { cause: undefined, left });
        else {
          bus.tell({ kind: 'note', text: `a message on ${message.topic} is left to no rule: ${name} is not declared` });
          left.end();
        }
      }
    },
  };
}

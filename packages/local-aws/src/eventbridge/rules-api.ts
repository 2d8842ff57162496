import { parseSchedule } from '@himeshima/aws-expressions';
import { z } from 'zod';
import { compileEventPattern } from '../event-pattern/event-pattern';
import { eventBusOperators, type Matcher } from '../event-pattern/pattern-operators';
import { isFields, type JsonOperation, operation } from '../gateway/json-api';
import { AwsError } from '../gateway/service-api';
import { defaultBus } from './event-buses';
import { type EventRule, RuleState } from './event-rule';
import { checkTags, Tags } from './event-tags-api';
import {
  BusReference,
  type EventBridgeParts,
  findBus,
  findRule,
  invalid,
  OneRule,
  overLimit,
  Page,
  pageOf,
  RuleName,
  rejectUnsupported,
} from './eventbridge-input';

/** Returns a schema for text that can be empty, which is the same as missing. */
const optionalText = (mostCharacters: number) =>
  z
    .string()
    .max(mostCharacters)
    .transform((text) => (text === '' ? undefined : text))
    .optional();

const NewRule = z.looseObject({
  Name: RuleName,
  EventBusName: BusReference,
  ScheduleExpression: optionalText(256),
  EventPattern: optionalText(4096),
  State: RuleState.default('ENABLED'),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().min(1).max(1600).optional(),
  Tags: Tags.default([]),
});

/** Quotas. Source: EventBridge user guide, "eb-quota". */
const mostRules = 300;
const mostPatternCharacters = 2048;

/** Mandatory fields of an event for TestEventPattern. Source: EventBridge API reference, "TestEventPattern". */
const testedFields = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/**
 * Compiles an event pattern.
 * @throws AwsError InvalidEventPatternException with the reason
 */
function compiled(pattern: string): Matcher {
  try {
    return compileEventPattern(pattern, eventBusOperators);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
  }
}

function checkSchedule(expression: string, bus: string): void {
  if (bus !== defaultBus) throw invalid('ScheduleExpression is supported only on the default event bus.');
  try {
    parseSchedule(expression);
  } catch {
    throw invalid('Parameter ScheduleExpression is not valid.');
  }
}

function eventIn(text: string): Readonly<Record<string, unknown>> {
  const parsed = (() => {
    try {
      const event: unknown = JSON.parse(text);
      return event;
    } catch {
      return undefined;
    }
  })();
  if (!isFields(parsed)) throw invalid('Parameter Event is not valid. Reason: it must be a JSON object.');
  const missing = testedFields.find((field) => !Object.hasOwn(parsed, field));
  if (missing !== undefined) throw invalid(`Parameter Event is not valid. Reason: ${missing} is a required field.`);
  return parsed;
}

const listed = ({ name, arn, bus, pattern, schedule, state, description, roleArn }: EventRule) => ({
  Name: name,
  Arn: arn,
  EventPattern: pattern,
  State: state,
  Description: description,
  ScheduleExpression: schedule,
  RoleArn: roleArn,
  EventBusName: bus,
});

/** Returns the operations for rules. */
export function ruleOperations(parts: EventBridgeParts, account: string): Readonly<Record<string, JsonOperation>> {
  const { eventBuses, stored, tags } = parts;

  const setState = (state: EventRule['state']) =>
    operation(OneRule, ({ Name, EventBusName }) => {
      const { rule } = findRule(parts, EventBusName, Name);
      eventBuses.declare({ ...rule, state });
      stored.keep(findRule(parts, EventBusName, Name));
      return {};
    });

  return {
    PutRule: operation(NewRule, ({ Name: name, EventBusName, EventPattern: pattern, ...input }) => {
      const {
        ScheduleExpression: schedule,
        State: state,
        Description,
        RoleArn: roleArn,
        Tags: added,
        ...others
      } = input;
      rejectUnsupported('PutRule', others);
      const { name: bus } = findBus(parts, EventBusName);
      if (pattern === undefined && schedule === undefined)
        throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
      if (schedule !== undefined) checkSchedule(schedule, bus);
      if (pattern !== undefined) {
        if (pattern.length > mostPatternCharacters) throw overLimit();
        compiled(pattern);
      }
      const isNew = eventBuses.rule(bus, name) === undefined;
      if (isNew && eventBuses.rules(bus).length >= mostRules) throw overLimit();
      checkTags(added);
      const { arn } = eventBuses.declare({ name, bus, pattern, schedule, state, description: Description, roleArn });
      stored.keep(findRule(parts, bus, name));
      // tags in a call that replaces a rule are ignored (API reference, "PutRule")
      if (isNew) tags.add(arn, added);
      return { RuleArn: arn };
    }),
    DescribeRule: operation(OneRule, ({ Name, EventBusName }) => ({
      ...listed(findRule(parts, EventBusName, Name).rule),
      CreatedBy: account,
    })),
    ListRules: operation(
      Page.extend({ NamePrefix: RuleName.optional(), EventBusName: BusReference }),
      ({ NamePrefix: prefix = '', EventBusName, ...paging }) => {
        const rules = eventBuses.rules(findBus(parts, EventBusName).name).map(({ rule }) => listed(rule));
        const found = rules.filter(({ Name }) => Name.startsWith(prefix));
        const { items, nextToken } = pageOf(
          found.toSorted((a, b) => (a.Name < b.Name ? -1 : 1)),
          paging,
        );
        return { Rules: items, ...nextToken };
      },
    ),
    EnableRule: setState('ENABLED'),
    DisableRule: setState('DISABLED'),
    DeleteRule: operation(OneRule, ({ Name, EventBusName }) => {
      const { name: bus } = findBus(parts, EventBusName);
      const found = eventBuses.rule(bus, Name);
      // the deletion of an unknown rule succeeds, as in AWS
      if (found === undefined) return {};
      if (found.targets.size > 0) throw invalid("Rule can't be deleted since it has targets.");
      eventBuses.remove(bus, Name);
      stored.forget(found.rule);
      tags.forget(found.rule.arn);
      return {};
    }),
    TestEventPattern: operation(
      z.object({ EventPattern: z.string().max(4096), Event: z.string() }),
      ({ EventPattern, Event }) => ({ Result: compiled(EventPattern)(eventIn(Event)) }),
    ),
  };
}

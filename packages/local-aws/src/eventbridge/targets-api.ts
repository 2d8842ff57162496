import { z } from 'zod';
import { type JsonOperation, operation } from '../gateway/json-api';
import { checkTarget } from './check-target';
import { mostTargets } from './event-buses';
import { type EventRule, Target } from './event-rule';
import {
  BusReference,
  type EventBridgeParts,
  findBus,
  findRule,
  overLimit,
  Page,
  pageOf,
  RuleName,
} from './eventbridge-input';

const RuleTargets = z.object({ Rule: RuleName, EventBusName: BusReference });
const Removal = RuleTargets.extend({
  Ids: z.array(z.string().min(1).max(64)).min(1).max(100),
  Force: z.boolean().optional(),
});

/** Returns the operations for the targets of rules. */
export function targetOperations(parts: EventBridgeParts): Readonly<Record<string, JsonOperation>> {
  const { eventBuses, stored } = parts;

  return {
    PutTargets: operation(
      RuleTargets.extend({ Targets: z.array(Target).min(1).max(100) }),
      ({ Rule, EventBusName, Targets }) => {
        const found = findRule(parts, EventBusName, Rule);
        for (const target of Targets) checkTarget(target, found.rule);
        const ids = new Set([...found.targets.keys(), ...Targets.map(({ Id }) => Id)]);
        if (ids.size > mostTargets) throw overLimit();
        for (const target of Targets) eventBuses.setTarget(found.rule.bus, Rule, target);
        stored.keep(found);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    ),
    RemoveTargets: operation(Removal, ({ Rule, EventBusName, Ids }) => {
      const found = findRule(parts, EventBusName, Rule);
      const failed = Ids.filter((id) => !eventBuses.removeTarget(found.rule.bus, Rule, id));
      stored.keep(found);
      return {
        FailedEntryCount: failed.length,
        FailedEntries: failed.map((id) => ({
          TargetId: id,
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Rule '${Rule}' does not have a target with the Id '${id}'.`,
        })),
      };
    }),
    ListTargetsByRule: operation(RuleTargets.extend(Page.shape), ({ Rule, EventBusName, ...paging }) => {
      const { targets } = findRule(parts, EventBusName, Rule);
      const { items, nextToken } = pageOf(
        [...targets.values()].map(({ target }) => target),
        paging,
      );
      return { Targets: items, ...nextToken };
    }),
    ListRuleNamesByTarget: operation(
      Page.extend({ TargetArn: z.string().min(1).max(1600), EventBusName: BusReference }),
      ({ TargetArn, EventBusName, ...paging }) => {
        const has = ({ targets }: { targets: ReadonlyMap<string, { target: Target }> }) =>
          [...targets.values()].some(({ target }) => target.Arn === TargetArn);
        const rules: EventRule[] = eventBuses
          .rules(findBus(parts, EventBusName).name)
          .filter(has)
          .map(({ rule }) => rule);
        const names = rules.map(({ name }) => name).toSorted();
        const { items, nextToken } = pageOf(names, paging);
        return { RuleNames: items, ...nextToken };
      },
    ),
  };
}

import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import { changedIn, recreatedAs } from '../renames';
import type { Danger, Rule } from './rule';

/**
 * Consequence of deleting a Device Defender resource. Keys are CloudFormation types, because the AWS provider supports Device
 * Defender only through Cloud Control. Source: CloudFormation, "AWS::IoT::SecurityProfile" and others
 */
const consequenceOf = byType<string>({
  'AWS::IoT::AccountAuditConfiguration': 'AWS IoT is no longer audited',
  'AWS::IoT::ScheduledAudit': 'its audits no longer run',
  'AWS::IoT::SecurityProfile': 'unusual device behavior is no longer reported',
});

/** Reports changes after which Device Defender no longer detects misconfigurations and misbehaving devices, or detects them later. */
export const deviceDefender: Rule = (plan) => [
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = consequenceOf(typeOf(change));
    if (without === undefined || recreatedAs(plan, change) !== undefined) return [];
    return [danger(change, say`${change.address} is deleted: ${[without]}`)];
  }),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const [was, is] = [change.before, change.after].map(({ desired_state: state }) => state && documentIn(state));
    if (consequenceOf(typeOf(change)) === undefined || !isThere(was) || !isThere(is)) return [];
    const reasons = [...alertTargetsRemoved(was, is), ...behaviours(was, is), ...audits(was, is)];
    return reasons.length === 0 ? [] : [danger(change, say`${change.address}: ${joined(reasons)}`)];
  }),
];

const danger = ({ address }: Change, what: Phrase): Danger => ({ kind: 'weaker alerting', address, what });
const isThere = (value: Value | undefined): value is ValueObject => value !== undefined && isObject(value);

const typeOf = ({ type, before, after }: Change) =>
  type === 'aws_cloudcontrolapi_resource' ? (textAt(before, ['type_name']) ?? textAt(after, ['type_name']) ?? '') : '';

const alertTargetsRemoved = (was: ValueObject, is: ValueObject): readonly Phrase[] =>
  isEmpty(was['AlertTargets']) || !isEmpty(is['AlertTargets']) ? [] : [words('violations are no longer reported')];

const isEmpty = (value: Value | undefined) => value === undefined || Object.keys(value ?? {}).length === 0;

function behaviours(was: ValueObject, is: ValueObject): readonly Phrase[] {
  const [old, now] = [named(was['Behaviors']), named(is['Behaviors'])];
  return [...old].flatMap(([name, before]): readonly Phrase[] => {
    const after = now.get(name);
    if (after === undefined) return [say`the profile no longer watches ${name}`];
    const [from, to] = [before, after].map(limitOf);
    if (from === undefined || to === undefined) return [];
    const isLooser = from.comparison.startsWith('less') ? to.count > from.count : to.count < from.count;
    return from.comparison === to.comparison && isLooser
      ? [say`the limit for ${name} is ${to.count} instead of ${from.count}`]
      : [];
  });
}

const named = (list: Value | undefined): ReadonlyMap<string, ValueObject> =>
  new Map(
    (list !== undefined && isList(list) ? list : []).flatMap((one) =>
      isObject(one) ? [[textAt(one, ['Name']) ?? '', one] as const] : [],
    ),
  );

function limitOf(behaviour: ValueObject) {
  const count = Number(valueAt(behaviour, ['Criteria', 'Value', 'Count']) ?? Number.NaN);
  const comparison = textAt(behaviour, ['Criteria', 'ComparisonOperator']) ?? '';
  return Number.isNaN(count) || !/^(less|greater)/.test(comparison) ? undefined : { count, comparison };
}

function audits(was: ValueObject, is: ValueObject): readonly Phrase[] {
  const [old, now] = [was, is].map((state) => [
    ...textsIn(state['TargetCheckNames']),
    ...Object.entries(objectIn(state['AuditCheckConfigurations'])).flatMap(([name, check]) =>
      valueAt(objectIn(check), ['Enabled']) === true ? [name] : [],
    ),
  ]);
  const gone = (old ?? []).filter((name) => now?.includes(name) !== true);
  return gone.length === 0 ? [] : [say`the audit no longer includes ${joined(gone.map((name) => say`${name}`))}`];
}

const objectIn = (value: Value | undefined): ValueObject => (isThere(value) ? value : {});

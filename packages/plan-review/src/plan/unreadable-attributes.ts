import type { MonitorOrigin } from '@himeshima/datadog-monitors';
import { clausesOf } from '@himeshima/iot';
import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Masker } from '../masking/mask';
import { attributesOfMonitorJson } from '../monitors/monitor-json';
import { readSide } from '../monitors/monitor-side';
import { policyAttributesOf } from '../rules/policies-by-type';
import { objectivesIn } from '../slo-objectives';
import { documentIn } from './json-documents';
import { parsedPolicy } from './parsed-policy';
import type { Unread } from './plan';
import type { PlanFile } from './plan-schema';
import { byType } from './type-table';
import { isUnknownAt, textsAt } from './value-at';

interface Fault {
  readonly attribute: string;
  readonly reason: string;
}

interface Reader {
  readonly noun: string;
  faultsIn(values: ValueObject): readonly Fault[];
}

const faultsOfMonitor = (values: ValueObject, origin: MonitorOrigin): readonly Fault[] =>
  readSide(values, { later: values['query'] ? [] : ['query'], origin }).unread.map(({ path, reason }) => ({
    attribute: path,
    reason,
  }));

/** Attributes that contain a JSON document. Keys are resource types. Source: Terraform Registry, hashicorp/aws 6.25 */
const documents = {
  aws_api_gateway_rest_api: 'body',
  aws_apigatewayv2_api: 'body',
  aws_cloudwatch_event_rule: 'event_pattern',
  aws_iot_provisioning_template: 'template_body',
  aws_sfn_state_machine: 'definition',
  aws_sns_topic_subscription: 'filter_policy',
  aws_sqs_queue: 'redrive_policy',
};

const documentOf = byType<string>(documents);

/**
 * Attributes that the rules compare by meaning rather than by text. Keys are resource types. Policies and `datadog_monitor` are
 * handled separately.
 */
export const comparedAttributeOf = byType<string>({
  ...documents,
  aws_iot_topic_rule: 'sql',
  datadog_monitor_json: 'monitor',
  datadog_service_level_objective: 'thresholds',
});

const readers = byType<Reader>({
  aws_iot_topic_rule: {
    noun: 'rule',
    faultsIn: ({ sql }) =>
      typeof sql === 'string' && clausesOf(sql) === undefined
        ? [{ attribute: 'sql', reason: 'not valid AWS IoT rule SQL' }]
        : [],
  },
  datadog_monitor: { noun: 'monitor', faultsIn: (values) => faultsOfMonitor(values, 'terraform') },
  datadog_monitor_json: {
    noun: 'monitor',
    faultsIn({ monitor }) {
      if (typeof monitor !== 'string') return [];
      const attributes = attributesOfMonitorJson(monitor);
      return attributes === undefined
        ? [{ attribute: 'monitor', reason: 'not a JSON object' }]
        : faultsOfMonitor(attributes, 'api');
    },
  },
  datadog_service_level_objective: {
    noun: 'SLO',
    faultsIn: (values) =>
      objectivesIn(values).isComplete
        ? []
        : [{ attribute: 'thresholds', reason: 'an objective lacks a timeframe or a target' }],
  },
});

/** Returns the attributes that rules and checks cannot read. Excludes deleted resources, and values known only after apply. */
export function unreadIn({ resource_changes: resources }: PlanFile, { maskText }: Masker): readonly Unread[] {
  return resources.flatMap(({ mode, address, type, change }) => {
    if (mode !== 'managed' || change.after === null || change.after === undefined) return [];
    const isKept = change.actions.every((action) => action === 'no-op');
    const before = isKept ? [] : faultsOf({ type, given: change.before }, { sensitive: change.before_sensitive });
    const after = faultsOf(
      { type, given: change.after },
      { sensitive: change.after_sensitive, unknown: change.after_unknown },
    );
    const faults = [...after, ...before];
    const once = new Map(faults.map((fault) => [`${fault.attribute} ${fault.reason}`, fault]));
    return [...once.values()].map(({ noun, attribute, reason }) => ({
      address: maskText(address),
      noun,
      attribute,
      reason: maskText(reason),
    }));
  });
}

interface Marks {
  readonly sensitive: unknown;
  readonly unknown?: unknown;
}

interface Values {
  readonly type: string;
  readonly given: unknown;
}

/**
 * Returns the unreadable attributes of a resource, and the reasons.
 * @param marks `before_sensitive`, or `after_sensitive` and `after_unknown`, of the resource in the plan
 */
function faultsOf({ type, given }: Values, marks: Marks): readonly (Fault & { noun: string })[] {
  if (!isJson(given) || !isObject(given) || Object.keys(given).length === 0) return [];
  const reader = readers(type);
  const named = (noun: string, faults: readonly Fault[]) => faults.map((fault) => ({ noun, ...fault }));
  return [
    ...(reader === undefined ? [] : named(reader.noun, reader.faultsIn(given))),
    ...named('policy', faultsOfPolicies(type, given)),
    ...named('document', faultsOfDocument(type, given)),
  ]
    .filter(({ attribute }) => !isMarked(marks.unknown, attribute))
    .map((fault) => (isMarked(marks.sensitive, fault.attribute) ? { ...fault, reason: 'sensitive value' } : fault));
}

const isMarked = (marks: unknown, attribute: string): boolean =>
  isJson(marks) && isUnknownAt({ unknown: marks }, attribute.split('.'));

// JSON.parse never returns undefined
const isJson = (value: unknown): value is Value => value !== undefined;

const faultsOfPolicies = (type: string, values: ValueObject): readonly Fault[] =>
  (policyAttributesOf(type) ?? []).flatMap(({ path }) =>
    textsAt(values, path).flatMap((text) => {
      const parsed = isEmptyDocument(text) ? undefined : parsedPolicy(text);
      return parsed !== undefined && 'fault' in parsed ? [{ attribute: path.join('.'), reason: parsed.fault }] : [];
    }),
  );

function faultsOfDocument(type: string, values: ValueObject): readonly Fault[] {
  const attribute = documentOf(type) ?? '';
  const text = values[attribute];
  if (typeof text !== 'string' || isEmptyDocument(text) || documentIn(text) !== undefined) return [];
  return [{ attribute, reason: 'not JSON' }];
}

/** Returns whether a document is unset. Providers represent an unset document as an empty string or the string `null`. */
const isEmptyDocument = (text: string) => ['', 'null'].includes(text.trim());

import { type MetricSeries, mayMatch, type TagTest, tagTest } from '@himeshima/datadog-monitors';
import type { Block } from '@himeshima/terraform-json';
import { type DeclaredStack, declaredStack, type StackInput } from './declared-stack';
import { type Accepts, type Finding, rejectFindings } from './findings';
import { hasUnknown, unknownText } from './known-values';
import { type MonitoredType, monitoredMetrics, type NameTag } from './monitored-metrics';
import { monitoredSeries } from './monitored-series';
import { unmonitoredTypes } from './unmonitored-types';

export interface MonitoredOptions {
  /**
   * Stacks whose monitors watch the resources of this stack.
   * @defaultValue the stack itself
   */
  readonly monitoredBy?: readonly StackInput[];
  /**
   * Metrics by resource type, for additional types or to replace the metrics of a known type: `{ aws_ecs_service: { metrics:
   * ['aws.ecs.running_tasks_count'], names: [{ tag: 'servicename', path: 'name' }] } }`.
   * @defaultValue none
   */
  readonly metrics?: Readonly<Record<string, MonitoredType>>;
  /**
   * Reasons for having no monitor, by type, by address, or by address and metric:
   * `{ 'aws_kinesis_stream.logs: aws.kinesis.incoming_records': 'An empty stream is not a problem.' }`.
   * @defaultValue none
   */
  readonly because?: Accepts;
}

/**
 * Expects that a Datadog monitor watches the most important metrics of every resource, or that there is a reason for having no
 * monitor. A metric is watched only if the query's scope can include the resource.
 * @throws Error with every fault, including unknown resource types and unnecessary reasons
 */
export function expectEveryResourceMonitored(
  stack: StackInput,
  { monitoredBy = [stack], metrics = {}, because }: MonitoredOptions = {},
): void {
  const declared = declaredStack(stack);
  const monitoring = monitoredBy.map((one) => monitoredSeries(declaredStack(one)));
  const types: Readonly<Record<string, MonitoredType>> = { ...monitoredMetrics, ...metrics };
  const series = monitoring.flatMap((one) => one.series);
  const findings = [
    ...declared.unchecked,
    ...monitoring.flatMap(({ unreadable }) => unreadable),
    ...declared.resources.flatMap((block) => faultsOf(block, { declared, series, types })),
    ...undeclaredTypes(declared, Object.keys(metrics)),
  ];
  rejectFindings({ expectation: 'resources are not monitored', findings, option: 'because', accepts: because });
}

interface Monitoring {
  readonly declared: DeclaredStack;
  readonly series: readonly MetricSeries[];
  readonly types: Readonly<Record<string, MonitoredType>>;
}

function faultsOf(block: Block, { declared, series, types }: Monitoring): readonly Finding[] {
  const type = kindOf(block, declared);
  const { address } = block;
  const monitored = types[type];
  if (monitored === undefined) {
    if (Object.hasOwn(unmonitoredTypes, type)) return [];
    const fix = `list its metrics in metrics: '${type}'`;
    return [{ address: type, acceptedBy: [type, address], problem: 'no metrics are known for %s', item: address, fix }];
  }
  const tests = testsOf(block, declared, monitored.names ?? []);
  return monitored.metrics.flatMap((metric) => {
    const { anyOf, ifSet } = typeof metric === 'string' ? { anyOf: [metric], ifSet: undefined } : metric;
    const isRelevant = ifSet === undefined || (declared.read(block, ifSet) ?? null) !== null;
    const isWatched = series.some((one) => anyOf.includes(one.metric.text) && mayMatch(one.scope, tests));
    if (!isRelevant || isWatched) return [];
    const name = anyOf.join(' or ');
    return [
      {
        address,
        acceptedBy: [`${address}: ${anyOf[0]}`, address, type],
        problem: 'no monitor watches %s',
        item: name,
        fix: 'add a monitor whose scope includes the resource',
      },
    ];
  });
}

/** Returns the type of a resource, which is the CloudFormation type for a Cloud Control resource. */
const kindOf = (block: Block, stack: DeclaredStack): string =>
  block.type === 'aws_cloudcontrolapi_resource' ? String(stack.read(block, 'type_name')) : block.type;

function undeclaredTypes(stack: DeclaredStack, types: readonly string[]): readonly Finding[] {
  const declared = new Set(stack.resources.map((block) => kindOf(block, stack)));
  return types
    .filter((type) => !declared.has(type))
    .map((type) => ({
      address: `metrics: '${type}'`,
      acceptedBy: [],
      problem: 'the stack has no resource of this type',
      fix: 'remove it',
    }));
}

const testsOf = (block: Block, stack: DeclaredStack, names: readonly NameTag[]): Readonly<Record<string, TagTest>> =>
  Object.fromEntries(names.map((name) => [name.tag, testOf(block, stack, name)]));

function testOf(block: Block, stack: DeclaredStack, { path, of, isArn }: NameTag): TagTest {
  const owner = of && stack.named(block, path, of);
  const [holder, attribute] = owner === undefined ? [block, path] : [owner, of?.name ?? path];
  const value = stack.read(holder, attribute) ?? null;
  const name = value === null ? unknownText(holder.address, [attribute]) : String(value);
  if (isArn === true) return arnTest(name, unknownText(holder.address, ['arn']));
  if (value === null) return generatedTest(name);
  return hasUnknown(name) ? unknownTest(name) : tagTest(name);
}

/** Returns a predicate for tag values that can be the ARN of the named resource, in any region and account. */
function arnTest(name: string, ownArn: string): TagTest {
  const ending = `:${name}`.toLowerCase();
  return (tagValue) => {
    const text = tagValue.toLowerCase();
    if (text === ownArn.toLowerCase()) return true;
    if (hasUnknown(tagValue)) return false;
    if (hasUnknown(name)) return undefined;
    const last = text.slice(text.lastIndexOf('*') + 1);
    if (last.length >= ending.length) return last.endsWith(ending);
    return text.includes('*') && ending.endsWith(last) ? undefined : false;
  };
}

/** Returns a predicate that tests whether a tag value can equal a name that is known after apply. */
const unknownTest =
  (name: string): TagTest =>
  (tagValue) => {
    if (tagValue.toLowerCase() === name.toLowerCase()) return true;
    return hasUnknown(tagValue) ? false : undefined;
  };

/** Returns a predicate for a provider-generated name. Only a reference or a pattern can match it. */
const generatedTest =
  (name: string): TagTest =>
  (tagValue) =>
    tagValue.includes('*') ? unknownTest(name)(tagValue) : unknownTest(name)(tagValue) === true;

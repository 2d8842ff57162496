import type { Right } from '@himeshima/aws-policy';
import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import { later } from '../plan/policy-documents';
import { effectOf } from './always-broad';
import { isOfPipelines, pipelineSubjects, wildcard } from './pipeline-subjects';
import type { PolicyKind } from './policies-by-type';

const actionsAtMost = 6;
/** Maximum number of resources to name, and number of resources to name if there are more. */
const resourcesAtMost = { all: 6, ofMany: 3 } as const;
const rightsAtMost = 12;

/** Verbs for the messaging actions of devices. Source: AWS IoT developer guide, "AWS IoT Core policy actions" */
const deviceVerbs: Readonly<Record<string, { readonly verb: string; readonly every: string }>> = {
  'iot:connect': { verb: 'connect as', every: 'any client ID' },
  'iot:publish': { verb: 'publish to', every: 'every topic' },
  'iot:receive': { verb: 'receive from', every: 'every topic' },
  'iot:retainpublish': { verb: 'publish retained messages to', every: 'every topic' },
  'iot:subscribe': { verb: 'subscribe to', every: 'every topic' },
};

/**
 * Actions and their resources. First, grants with equal actions are merged; then, grants with equal resources.
 */
interface Grant {
  readonly principal: Phrase;
  readonly actions: readonly Phrase[];
  readonly on: string;
  readonly conditions: Phrase;
  readonly resources: readonly Phrase[];
}

/** Formats permissions: `publish to every topic` in a device policy, `s3:PutObject on arn:… for anyone` in other policies. */
export function formatRights(rights: readonly Right[], kind: PolicyKind): Phrase {
  const byAction = merged(
    rights.map((right) => grantOf(right, kind)),
    ({ principal, actions, on, conditions }) => [principal, actions, on, conditions],
    (first, all) => ({ ...first, resources: all.flatMap(({ resources }) => resources) }),
  );
  const byResource = merged(
    byAction,
    // `publish to` and `subscribe to` end with different prepositions, so they cannot share resources
    ({ principal, actions, on, conditions, resources }) => [
      principal,
      on,
      conditions,
      resources,
      on === '' ? actions : [],
    ],
    (first, all) => ({ ...first, actions: all.flatMap(({ actions }) => actions) }),
  );
  const shown = byResource
    .slice(0, rightsAtMost)
    .map(({ principal, actions, on, conditions, resources }) => [
      ...formatActions(actions),
      on,
      ...formatResources(resources),
      ...principal,
      ...conditions,
    ]);
  const more = byResource.length - shown.length;
  return joined(more > 0 ? [...shown, words(counted(more, 'more permission'))] : shown);
}

/** Returns whether an action stands out among many: a wildcard, or an action of a service that controls access. */
const isRemarkable = (action: Phrase): boolean =>
  action.some(
    (part) => typeof part === 'object' && 'code' in part && /\*|^(?:iam|kms|organizations|sts):/i.test(part.code),
  );

/** Lists actions, or counts many: `8 actions, such as dynamodb:GetItem,`. */
function formatActions(actions: readonly Phrase[]): Phrase {
  const first = actions.find(isRemarkable) ?? actions[0] ?? [];
  return actions.length > actionsAtMost ? [`${actions.length} actions, such as `, ...first, ','] : joined(actions);
}

/** Formats a principal: `the account 111122223333`, `the service iot.amazonaws.com`, or an ARN. */
function formatPrincipal(principal: string): Phrase {
  if (principal.includes(later)) return ['a principal known only after apply'];
  const [, account] = /^AWS (?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(principal) ?? [];
  if (account !== undefined) return say`the account ${account}`;
  const [, service] = /^Service (.*)$/s.exec(principal) ?? [];
  return service === undefined ? say`${principal.replace(/^AWS /, '')}` : say`the service ${service}`;
}

/** Formats the principals that may assume a role: `the account 111122223333 where …`, `anyone`. */
export function formatAssumers(rights: readonly Right[]): Phrase {
  const assumers = rights.map((right): Phrase => {
    const { principal = '*' } = right;
    const { subjects, isExact } = pipelineSubjects(right);
    const literal = isExact && subjects.some((one) => wildcard.test(one)) ? ' (wildcards do not apply)' : '';
    if (subjects.length > 0)
      return ['pipelines of ', ...joined(subjects.map((one) => say`${{ value: one }}`)), literal];
    if (isOfPipelines(right)) return ['pipelines of any repository', ...formatConditions(right)];
    return [...(principal === '*' ? words('anyone') : formatPrincipal(principal)), ...formatConditions(right)];
  });
  // a principal may have both sts:AssumeRole and sts:TagSession
  return joined([...new Map(assumers.map((assumer) => [JSON.stringify(assumer), assumer])).values()]);
}

/** Merges grants that have equal keys. */
function merged(
  all: readonly Grant[],
  keyOf: (grant: Grant) => unknown,
  merge: (first: Grant, group: readonly Grant[]) => Grant,
): readonly Grant[] {
  const groups = groupBy(all, (grant) => JSON.stringify(keyOf(grant)));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : merge(first, [first, ...others])],
  );
}

function formatResources(resources: readonly Phrase[]): Phrase {
  if (resources.length === 0) return [];
  const shown = resources.length > resourcesAtMost.all ? resources.slice(0, resourcesAtMost.ofMany) : resources;
  const more = resources.length - shown.length;
  return [' ', ...joined(more > 0 ? [...shown, [`${more} more`]] : shown)];
}

/** Formats an action, with `perform all of` before a wildcard, because a device that loses it may still be allowed some actions. */
function formatAction(action: string, kind: PolicyKind): Phrase {
  const verb = kind === 'device' ? 'perform ' : '';
  if (action === '*') return words(`${verb}any action`);
  return [...words(kind === 'device' && action.includes('*') ? 'perform all of ' : verb), ...say`${action}`];
}

/** Formats conditions: ` where StringEquals aws:SourceAccount 1`, ` without the condition StringEquals sts:ExternalId 1`. */
function formatConditions({ conditions, without }: Right): Phrase {
  const all = (those: readonly string[]) => joined(those.map((condition) => say`${condition}`));
  return [
    ...(conditions.length === 0 ? [] : say` where ${all(conditions)}`),
    ...(without.length === 0
      ? []
      : say` without the ${[without.length > 1 ? 'conditions' : 'condition']} ${all(without)}`),
  ];
}

function grantOf(right: Right, kind: PolicyKind): Grant {
  const { action, resource, principal: id } = right;
  const principal: Phrase = id === undefined ? [] : id === '*' ? [' for anyone'] : [' for ', ...formatPrincipal(id)];
  const conditions = formatConditions(right);
  const effect = kind === 'identity' ? effectOf(right) : undefined;
  if (effect !== undefined) return { principal, actions: [words(effect)], on: '', conditions, resources: [] };
  const device = kind === 'device' ? deviceVerbs[action.toLowerCase()] : undefined;
  if (device === undefined || resource === undefined) {
    const actions = [formatAction(action, kind)];
    if (resource === undefined) return { principal, actions, on: '', conditions, resources: [] };
    const resources = [
      resource === '*'
        ? words('any resource')
        : resource === later
          ? words('resources known only after apply')
          : say`${resource}`,
    ];
    return { principal, actions, on: ' on', conditions, resources };
  }
  // remove the prefix arn:aws:iot:REGION:ACCOUNT:topic/
  const name = resource.replace(/^arn:[^:]*:iot:[^:]*:[^:]*:(?:topic|topicfilter|client)\//, '');
  const isAll = name === '*' || resource === '*';
  const resources = [isAll ? words(device.every) : say`${name}`];
  return { principal, actions: [words(device.verb)], on: '', conditions, resources };
}

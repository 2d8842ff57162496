import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { ownerOfSetting } from '../knowledge/owners-of-settings';
import { containsReference, isPlaceholder } from '../knowledge/placeholder';
import { scopeAttributes, uniqueNameOf } from '../knowledge/unique-names';
import { anotherSecret, type Masker, maskerOf, maskText, secret } from '../masking/mask';
import { isSecretReference } from '../masking/secret-attribute';
import {
  declaredConstant,
  type Expressions,
  expressionsOf,
  hasResources,
  isSensitiveOutput,
  longestReferencesIn,
  onlyProviderFor,
  type Provisioner,
  providerOf,
  provisionersOf,
  referencesIn,
  referencesOfOutput,
  templateIn,
} from './configuration';
import { contradictionsIn, rejectContradictions, unlistedIn } from './consistency';
import { declaredPart } from './declared-part';
import { decode } from './decode-plan';
import { driftedIn, keptDriftIn, unlistedDriftIn } from './drifted-resources';
import { findingsOfPlan } from './findings-of-plan';
import { isDocumentWithoutValues, isNestedTooDeep, levelsAtMost } from './json-documents';
import { keptUsersIn } from './kept-users';
import { logStream, parsePlanText } from './parse-plan-text';
import type { Action, Change, OutputValues, Plan } from './plan';
import { PlanError, showJson } from './plan-error';
import { planHash } from './plan-hash';
import { type DeferredChange, outputNamesIn, PlanFile, type ResourceChange } from './plan-schema';
import { providerSettingsIn } from './provider-settings';
import { withReplacedWith } from './replaced-with';
import { typeIn } from './resource-id';
import { scalarsIn } from './scalars';
import { selectorAttributesOf, selectorTypes } from './selector-types';
import { sharedTags } from './shared-tags';
import { unreadIn } from './unreadable-attributes';
import { usersIn } from './usage';
import { hasUnknown, valueAt } from './value-at';

/**
 * Reads the output of `terraform show -json` or `tofu show -json`, and masks the secrets. `prior_state` and `variables` contain
 * secrets in clear text. They are used only for masking, except a variable that names the environment. Checks report only addresses
 * from `planned_values`.
 * @param file bytes of the plan, and the name of the stack
 * @throws PlanError that describes a file that is not a plan
 */
export function readPlan({ bytes, ...origin }: Origin & { readonly bytes: Uint8Array }): Plan {
  return planOf(parsePlanText(decode(bytes)), origin);
}

interface Origin {
  readonly stack: string;
  /** Environment that overrides the environment in the plan. */
  readonly environment?: string | undefined;
  /** Base commit, if the plan was built from synthesized stacks. */
  readonly basis?: Plan['basis'];
}

/** Reads a plan from parsed JSON. @throws PlanError like `readPlan` */
export function planOf(json: unknown, origin: Origin): Plan {
  rejectOtherFiles(json);
  try {
    return planIn(json, origin, maskerOf(json));
  } catch (error) {
    // values nested too deeply overflow the stack; checking the depth of all values would take too long
    if (!(error instanceof RangeError)) throw error;
    throw new PlanError('is not a valid plan (a value is nested too deeply)', showJson);
  }
}

function planIn(json: unknown, { stack, environment, basis }: Origin, masker: Masker): Plan {
  const { maskText } = masker;
  const parsed = PlanFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = maskText(namedPath(issue?.path ?? [], json).join('.'));
    if (issue?.path.at(-2) === 'actions')
      throw new PlanError(
        `is not a valid plan (unknown action in ${where})`,
        'update plan-review if a newer Terraform wrote the plan',
      );
    // the schema reads outputs as a list of entries
    const isOutput = issue?.path[0] === 'output_changes' && issue.path.length <= 2;
    const expected = isOutput ? issue.message.replace(/expected (?:array|tuple)/, 'expected object') : issue?.message;
    throw new PlanError(`is not a valid plan (${where}: ${expected})`, showJson);
  }
  const file = parsed.data;
  rejectContradictions(file, masker);
  // the changes are read before hashing, because reading rejects values nested too deeply
  const planned = withReplacedWith(file.resource_changes.map((change) => changeOf(change, file.configuration, masker)));
  const isPlan = basis === undefined || 'hash' in basis;
  const changes = isPlan ? planned : planned.map((change) => ({ ...change, createsFirst: undefined }));
  const tags = sharedTags(file, masker);
  const reported = file.resource_drift.map((change) => changeOf(change, undefined, masker));
  const drift = driftedIn(file, { changes, reported });
  const failed = file.checks.filter(({ status }) => status === 'fail' || status === 'error');
  const outputsOf = (isShown: (actions: readonly string[]) => boolean) =>
    file.output_changes.flatMap(([name, { actions }]) => (isShown(actions) ? [maskText(name)] : []));
  return {
    stack: maskText(stack),
    environment: environment === undefined ? tags.environment : maskText(environment),
    project: tags.project,
    basis: basis ?? { hash: planHash(file) },
    terraform: file.terraform_version && maskText(file.terraform_version),
    changes,
    dependents: file.dependents.map(({ address, attributes, refersTo, isReplaced }) => ({
      address: maskText(address),
      attributes: attributes.map(maskText),
      refersTo: refersTo.map(maskText),
      isReplaced,
    })),
    drift,
    keptDrift: keptDriftIn(drift, { changes, reported }),
    unlistedDrift: unlistedDriftIn({ changes, reported }),
    newerFormat: newerFormatOf(file),
    outputs: outputsOf((actions) => !actions.every((action) => action === 'no-op')),
    addedOutputs: outputsOf((actions) => actions.includes('create') && !actions.includes('delete')),
    removedOutputs: outputsOf((actions) => actions.includes('delete') && !actions.includes('create')),
    plainOutputs: plainOutputsIn(file).map(maskText),
    revealedOutputs: file.output_changes.flatMap(([name, { actions, before_sensitive: was, after_sensitive: is }]) =>
      actions.includes('update') && was === true && is !== true ? [maskText(name)] : [],
    ),
    users: usersIn(file),
    addressOfId: addressesById(file, masker),
    managedTwice: managedTwiceIn(file, masker),
    keptUsers: keptUsersOf(file, masker),
    providerSettings: providerSettingsIn(file.configuration).map(({ provider, secrets, isTested, localUrls }) => ({
      provider: maskText(provider),
      secrets: secrets.map(maskText),
      isTested,
      localUrls: localUrls.map(maskText),
    })),
    outputValues: outputValuesIn(file, masker),
    invoked: file.action_invocations.map(({ address }) => maskText(address)),
    failedChecks: failed.map(({ address }) => maskText(address.to_display)),
    unknownChecks: file.checks.flatMap(({ address, status }) =>
      status === 'unknown' ? [maskText(address.to_display)] : [],
    ),
    checkProblems: failed.flatMap(({ address, status, instances }) =>
      withEvaluation(status, instances).flatMap(({ problems }) =>
        problems.map(({ message }) => ({ check: maskText(address.to_display), message: maskText(message) })),
      ),
    ),
    deferred: file.deferred_changes.map(({ reason, resource_change }) => ({
      address: maskText(resource_change.address),
      actions: (resource_change.change?.actions ?? []).map(maskText),
      reason: maskText(reason),
    })),
    deferredChanges: file.deferred_changes.flatMap(({ resource_change }) => deferredChangeIn(resource_change, masker)),
    unlisted: unlistedIn(file).map(maskText),
    findings: findingsOfPlan(file, masker),
    // plans from synthesized stacks are already validated, and may contain references as values
    unread: isPlan ? [...contradictionsIn(file, masker), ...unreadIn(file, masker)] : [],
    broken: brokenBecause(file),
    complete: file.complete,
  };
}

/** Replaces the position of an output in a path by its name, because the schema reads outputs as a list of entries. */
function namedPath(path: readonly PropertyKey[], json: unknown): readonly string[] {
  const [key, at, inEntry, ...rest] = path;
  const name = key === 'output_changes' && inEntry !== undefined ? outputNamesIn(json)[Number(at)] : undefined;
  return (name === undefined ? path : ['output_changes', name, ...rest]).map(String);
}

/** Latest known minor version of the format. Source: hashicorp/terraform 1.15 and opentofu/opentofu 1.12, jsonplan, `FormatVersion` */
const latestMinor = 2;

function newerFormatOf({ format_version: version }: PlanFile): string | undefined {
  const [, minor] = /^1\.(\d+)$/.exec(String(version)) ?? [];
  return Number(minor) > latestMinor ? `1.${minor}` : undefined;
}

const knownMajors = ['0', '1'];

function rejectOtherFiles(json: unknown): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new PlanError('is JSON, but not a Terraform plan', showJson);
  if ('@level' in json) throw new PlanError(logStream, showJson);
  if ('serial' in json && 'lineage' in json) throw new PlanError('is a state file, not a plan', showJson);
  if (!('resource_changes' in json) && !('planned_values' in json)) throw new PlanError(...otherJson(json));
  const given = ('format_version' in json ? json.format_version : undefined) ?? '1.2';
  const version = typeof given === 'object' ? JSON.stringify(given) : String(given);
  if (!knownMajors.includes(version.split('.')[0] ?? ''))
    throw new PlanError(
      `has format_version ${maskText(version.slice(0, 40)) || '""'}`,
      `only ${knownMajors.map((major) => `${major}.x`).join(' and ')} are supported; update plan-review if a newer Terraform wrote the plan`,
    );
}

/** Returns a description of JSON that is not a plan, and what to do next. */
function otherJson(json: object): readonly [string, string] {
  if ('values' in json) return ['is the JSON of a state, not of a plan', showJson];
  if ('provider_schemas' in json) return ['is the output of terraform providers schema -json', showJson];
  if ('diagnostics' in json) return ['is the output of terraform validate -json', showJson];
  if (['resource', 'terraform', 'provider'].some((name) => name in json))
    return [
      'is a configuration synthesized by CDK for Terraform, not a plan',
      'run terraform plan -out PLANFILE in this folder, then terraform show -json PLANFILE > plan.json',
    ];
  return ['is JSON, but not a Terraform plan', showJson];
}

function brokenBecause({ errored, applyable, resource_changes }: PlanFile): string | undefined {
  if (errored) return 'Terraform failed while planning, so the plan may not contain all changes';
  // Terraform also marks plans without changes as not applyable
  const idle = resource_changes.every(({ change }) => change.actions.every((action) => action === 'no-op'));
  return applyable || idle ? undefined : 'Terraform marks the plan as not applyable';
}

function changeOf(given: ResourceChange, configuration: unknown, masker: Masker): Change {
  const { maskText, maskAddress, maskChange, maskKeys } = masker;
  const { change } = given;
  const action = actionOf(change.actions);
  const hasNewObject = action === 'create' || action === 'replace';
  // a large plan consists mostly of unchanged resources, which the review does not show
  const isRead = action !== 'no-op' || selectorTypes.has(given.type);
  const sides = isRead ? [change.before, change.after] : [change.after, change.after].map(namesIn(given.type));
  const [before = {}, after = {}] = sides.map(asObject);
  const unknown = asValue(change.after_unknown);
  if (isRead && [before, after, unknown].some((side) => isNestedTooDeep(side)))
    throw new PlanError(
      `is not a valid plan (${maskText(given.address)} is nested more than ${levelsAtMost} levels deep)`,
      showJson,
    );
  const masked = maskChange({
    type: given.type,
    name: given.name,
    before: { value: before, sensitive: asValue(change.before_sensitive) },
    after: { value: after, sensitive: asValue(change.after_sensitive) },
  });
  const secrets = hasNewObject || action === 'update' ? newSecretsIn(masked) : [];
  const textsOf = (path: readonly string[]) =>
    scalarsIn(valueAt(after, path) ?? null).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return {
    address: maskAddress(given.address),
    previousAddress: given.previous_address && maskAddress(given.previous_address),
    type: maskText(given.type),
    name: maskText(given.name),
    mode: given.mode,
    deposed: given.deposed && maskText(given.deposed),
    action,
    createsFirst: action === 'replace' ? change.actions[0] === 'create' : undefined,
    leavesOld: change.actions.includes('create') && change.actions.includes('forget'),
    reason: given.action_reason ? maskText(given.action_reason) : inferredReason(given, configuration),
    importing: change.importing !== undefined && change.importing !== null,
    ...masked,
    unknown: maskKeys(unknown),
    ...declaredAs(given, { unknown, configuration, masker }),
    declared: action === 'create' ? declaredOf(masked.after, expressionsOf(configuration, given.address)) : undefined,
    hardcoded: secrets.filter((path) => {
      const constant = declaredConstant(configuration, given.address, path);
      return (
        typeof constant === 'string' &&
        constant === valueAt(after, path) &&
        !isSecretReference(constant) &&
        !isDocumentWithoutValues(constant)
      );
    }),
    privateKeys: secrets.filter((path) => textsOf(path).some((text) => isPrivateKey.test(text))),
    // a placeholder in a document says nothing about the secrets in it
    unfinished: secrets.filter((path) =>
      textsOf(path).some((text) => !text.includes('\n') && (isPlaceholder(text) || containsReference(text))),
    ),
    provisioners: hasNewObject ? provisionersIn(configuration, given.address, masker) : [],
    provider: providerOf(configuration, given.address) ?? onlyProviderFor(configuration, given.type),
    replacedBecause: (change.replace_paths ?? []).map((path) => path.map((step) => maskText(String(step)))),
    replacedWith: [],
  };
}

/** Matches the first line of a private key. */
const isPrivateKey = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Returns the reason for a deletion, which Terraform before 1.1 does not write. Source: hashicorp/terraform, CHANGELOG of 1.1 */
function inferredReason({ address, mode, change }: ResourceChange, configuration: unknown) {
  const isGone = mode === 'managed' && actionOf(change.actions) === 'delete' && hasResources(configuration);
  return isGone && expressionsOf(configuration, address) === undefined
    ? 'delete_because_no_resource_config'
    : undefined;
}

type CheckInstances = PlanFile['checks'][number]['instances'];

/** Says of a check that Terraform could not evaluate why there is no message. */
const withEvaluation = (status: string, instances: CheckInstances): CheckInstances =>
  status === 'error' && instances.every(({ problems }) => problems.length === 0)
    ? [{ problems: [{ message: 'its condition could not be evaluated' }] }]
    : instances;

/** Matches text that may be a secret. Text with spaces, such as a command, describes something. */
const isWord = /^\S+$|^-----BEGIN /;

/** Returns the names of the new outputs that are not marked as sensitive, except flags and references to secrets. */
const plainOutputsIn = ({ output_changes: outputs, configuration }: PlanFile): readonly string[] =>
  outputs.flatMap(([name, { actions, after, after_unknown: unknown, after_sensitive: sensitive }]) => {
    const isText = unknown === true || (typeof after === 'string' && isWord.test(after) && !isSecretReference(after));
    const isSensitive = sensitive === true || isSensitiveOutput(configuration, name);
    return actions.includes('create') && isText && !isSensitive ? [name] : [];
  });

/** Matches ids that a cloud assigns, and ids of DNS records in AWS. Other ids may equal the names of other objects. */
const assignedId =
  /^(?:[a-z]{1,20}-(?:[0-9a-f]{8}|[0-9a-f]{17})|arn:.+|\/subscriptions\/.+|projects\/.+\/.+|Z[0-9A-Z]{8,}_\S+_[A-Z]+(?:_.*)?)$/;

/** Returns the addresses of existing resources by id. Omits ids that several resources have. */
function addressesById({ resource_changes: changes }: PlanFile, masker: Masker): Plan['addressOfId'] {
  const groups = groupBy(
    changes.flatMap((change) => idOf(change, masker)),
    ([id]) => id,
  );
  return new Map([...groups.values()].flatMap((those) => (those.length === 1 ? those : [])));
}

/** Returns the addresses of kept resources that manage the same object as another one. */
function managedTwiceIn({ resource_changes: changes }: PlanFile, masker: Masker): Plan['managedTwice'] {
  const groups = groupBy(
    changes.flatMap((change) =>
      idOf(change, masker).map(([id, address]) => ({ address, key: `${change.type} ${id}` })),
    ),
    ({ key }) => key,
  );
  return new Map(
    [...groups.values()]
      .filter(({ length }) => length > 1)
      .flatMap((those) => {
        const addresses = those.map(({ address }) => address);
        return addresses.map((address) => [address, addresses.filter((other) => other !== address)] as const);
      }),
  );
}

/** Returns the id of an existing resource, and its address. Empty for new resources, and for other ids. */
function idOf(
  { address, mode, change }: ResourceChange,
  { maskText, maskAddress }: Masker,
): readonly (readonly [string, string])[] {
  const { before } = change;
  const id =
    mode === 'managed' && typeof before === 'object' && before !== null ? Reflect.get(before, 'id') : undefined;
  const isKept = !change.actions.some((action) => action === 'create' || action === 'delete' || action === 'forget');
  // a masked id would equal every other secret
  return typeof id === 'string' && isKept && assignedId.test(id) && maskText(id) === id
    ? [[id, maskAddress(address)]]
    : [];
}

/** Returns the kept users of each deleted resource, without secrets in their addresses. */
const keptUsersOf = (file: PlanFile, { maskText }: Masker): Plan['keptUsers'] =>
  new Map([...keptUsersIn(file)].map(([address, users]) => [maskText(address), users.map(maskText)]));

/** Returns the provisioners of a resource, without secrets in their commands. */
const provisionersIn = (configuration: unknown, address: string, { maskText }: Masker): readonly Provisioner[] =>
  provisionersOf(configuration, address).map(({ type, command }) => ({
    type: maskText(type),
    command: command?.split('\n').map(maskText).join('\n'),
  }));

/**
 * Returns a function that keeps only the attributes that decide whether a new resource can have the same name or the same owner, or that
 * other resources depend on.
 */
const namesIn =
  (type: string) =>
  (values: unknown): ValueObject => {
    const unique = uniqueNameOf(type);
    const owner = ownerOfSetting(type);
    const names = [
      ...(unique === undefined ? [] : [unique.attribute, unique.within ?? '', ...scopeAttributes]),
      ...(owner === undefined ? [] : [owner]),
    ];
    const selected = selectorAttributesOf(type) ?? [];
    if (names.length + selected.length === 0) return {};
    const all = asObject(values);
    const named = names.filter((name) => typeof all[name] === 'string');
    return Object.fromEntries(
      [...named, ...selected].flatMap((name) => {
        const value = all[name];
        return value === undefined || value === null ? [] : [[name, value]];
      }),
    );
  };

function deferredChangeIn({ change, type, ...resource }: DeferredChange, masker: Masker): readonly Change[] {
  const [first, ...rest] = change?.actions ?? [];
  if (first === undefined) return [];
  return [
    changeOf(
      { ...resource, type: type ?? typeIn(resource.address), change: { ...change, actions: [first, ...rest] } },
      undefined,
      masker,
    ),
  ];
}

/** Returns the values of the outputs that the plan changes or removes. Omits values that are nested too deeply. */
function outputValuesIn(
  { output_changes: outputs, configuration }: PlanFile,
  { maskText, maskChange, maskKeys }: Masker,
) {
  return outputs.flatMap(([name, output]): OutputValues[] => {
    const [before, after, unknown] = [output.before, output.after, output.after_unknown].map(asValue);
    const isChange = output.actions.includes('update') || output.actions.includes('delete');
    if (!isChange || before === undefined || after === undefined || unknown === undefined) return [];
    if ([before, after, unknown].some((side) => isNestedTooDeep(side))) return [];
    const side = (value: Value, sensitive: unknown) => ({
      value: { [name]: value },
      sensitive: { [name]: asValue(sensitive) },
    });
    const masked = maskChange({
      type: 'output',
      before: side(before, output.before_sensitive),
      after: side(after, output.after_sensitive),
    });
    const [was = null, is = null] = [masked.before, masked.after].map((values) => Object.values(values)[0] ?? null);
    const waitsFor = referencesOfOutput(configuration, name).map(maskText);
    return [{ name: maskText(name), before: was, after: is, unknown: maskKeys(unknown), waitsFor }];
  });
}

interface ChangeContext {
  readonly unknown: Value;
  readonly configuration: unknown;
  readonly masker: Masker;
}

/** Returns the references and templates of attributes known only after apply. */
function declaredAs(
  { address }: ResourceChange,
  { unknown, configuration, masker: { maskText, maskAddress } }: ChangeContext,
) {
  const found = expressionsOf(configuration, address);
  const expressions = found ?? {};
  const names = isObject(unknown) ? Object.keys(unknown).filter((name) => hasUnknown(unknown[name] ?? false)) : [];
  const declared = names.flatMap((name) =>
    Object.hasOwn(expressions, name) ? [[name, expressions[name]] as const] : [],
  );
  return {
    declaredNames: found && new Set(Object.keys(found)),
    declaredLater: found && declared.map(([name]) => maskText(name)),
    references: Object.fromEntries(
      declared.map(([name, expression]) => [name, longestReferencesIn(expression).map(maskAddress)]),
    ),
    waitsFor: referencesIn(declared.map(([, expression]) => expression)).map(maskAddress),
    templates: Object.fromEntries(
      declared.flatMap(([name, expression]) => {
        const template = templateIn(expression);
        return template === undefined ? [] : [[name, maskText(template)]];
      }),
    ),
  };
}

/** Returns the paths of masked strings that a change adds or changes. */
function newSecretsIn({ before, after }: Pick<Change, 'before' | 'after'>): readonly (readonly string[])[] {
  const secretsAt = (path: readonly string[], value: Value): readonly (readonly string[])[] => {
    if (value === secret || value === anotherSecret) return valueAt(before, path) === value ? [] : [path];
    if (isList(value)) return value.length === 1 ? secretsAt(path, value[0] ?? null) : [];
    return isObject(value) ? Object.entries(value).flatMap(([name, item]) => secretsAt([...path, name], item)) : [];
  };
  return secretsAt([], after);
}

const declaredOf = (values: ValueObject, expressions: Expressions | undefined): ValueObject | undefined =>
  expressions && declaredPart(values, expressions);

function actionOf(actions: ResourceChange['change']['actions']): Action {
  const [first, second] = actions;
  if (second !== undefined) return actions.includes('forget') ? 'create' : 'replace';
  switch (first) {
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
    case 'read':
    case 'no-op':
      return first;
  }
}

// JSON.parse never returns undefined; validating 50 MB of values would take longer than parsing them
const isJson = (value: unknown): value is Value => value !== undefined;
const asValue = (value: unknown): Value => (isJson(value) ? value : null);
const asObject = (value: unknown): ValueObject => {
  const json = asValue(value);
  return isObject(json) ? json : {};
};

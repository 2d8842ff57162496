import { isList, isObject, type Value } from '@himeshima/terraform-json';
import type { Masker } from '../masking/mask';
import type { PlanFile } from './plan-schema';

/** Tag values shared by all tagged resources in a plan. Undefined if the values differ or no resource has the tag. */
export interface SharedTags {
  readonly environment: string | undefined;
  readonly project: string | undefined;
}

const keys = { environment: /^(?:environment|env|stage|workspace)(?:_?name)?$/i, project: /^project$/i };

/** Attributes that contain tags or labels. Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/azurerm 4, hashicorp/google 7 */
const tagAttributes = ['tags_all', 'tags', 'terraform_labels', 'labels'];

/**
 * Returns the environment and the project of a plan. A variable such as `environment` names the environment. Otherwise, reads the tags and
 * labels that all tagged resources share, and Datadog tags such as `environment:prod`.
 */
export function sharedTags({ resource_changes, variables }: PlanFile, { maskText }: Masker): SharedTags {
  const found = { environment: new Set<string>(), project: new Set<string>() };
  for (const { change } of resource_changes) {
    const values = asObject(change.after) ?? asObject(change.before) ?? {};
    for (const [name, value] of tagAttributes.flatMap((attribute) => pairsIn(values[attribute]))) {
      if (keys.environment.test(name)) found.environment.add(value);
      if (keys.project.test(name)) found.project.add(value);
    }
  }
  const shown = {
    environment: onlyOne(environmentsIn(variables)) ?? onlyOne(found.environment),
    project: onlyOne(found.project),
  };
  return {
    environment: shown.environment && maskText(shown.environment),
    project: shown.project && maskText(shown.project),
  };
}

/** Returns the values of the root variables that name an environment, if they look like names. */
const environmentsIn = (variables: PlanFile['variables']): ReadonlySet<string> =>
  new Set(
    Object.entries(variables ?? {}).flatMap(([name, { value }]) =>
      keys.environment.test(name) && typeof value === 'string' && /^[\w.-]{1,40}$/.test(value) ? [value] : [],
    ),
  );

const onlyOne = (values: ReadonlySet<string>) => (values.size === 1 ? [...values][0] : undefined);

function pairsIn(tags: Value | undefined): readonly (readonly [string, string])[] {
  if (tags === undefined || tags === null || typeof tags !== 'object') return [];
  const pairs = isList(tags)
    ? tags.map((tag) => (typeof tag === 'string' ? (/^([^:]+):(.+)$/.exec(tag)?.slice(1) ?? []) : []))
    : Object.entries(tags);
  return pairs.flatMap(([name, value]) =>
    typeof name === 'string' && typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
  );
}

// JSON.parse never returns undefined
const isJson = (value: unknown): value is Value => value !== undefined;
const asObject = (value: unknown) => (isJson(value) && isObject(value) ? value : undefined);

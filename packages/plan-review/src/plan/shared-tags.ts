import { isList, isObject, type Value } from '@himeshima/terraform-json';
import type { Masker } from '../masking/mask';
import type { PlanFile } from './plan-schema';

/** Tag values shared by all tagged resources in a plan. Undefined if the values differ or no resource has the tag. */
export interface SharedTags {
  readonly environment: string | undefined;
  readonly project: string | undefined;
}

const keys = { environment: /^(?:environment|env)$/i, project: /^project$/i };

/**
 * Returns the environment and the project that all tagged resources share. Reads tags of AWS resources, and Datadog tags such as
 * `environment:prod`.
 */
export function sharedTags({ resource_changes }: PlanFile, { maskText }: Masker): SharedTags {
  const found = { environment: new Set<string>(), project: new Set<string>() };
  for (const { change } of resource_changes) {
    const values = asObject(change.after) ?? asObject(change.before) ?? {};
    const tags = [...pairsIn(values['tags_all']), ...pairsIn(values['tags'])];
    for (const [name, value] of tags) {
      if (keys.environment.test(name)) found.environment.add(value);
      if (keys.project.test(name)) found.project.add(value);
    }
  }
  const shown = { environment: onlyOne(found.environment), project: onlyOne(found.project) };
  return {
    environment: shown.environment && maskText(shown.environment),
    project: shown.project && maskText(shown.project),
  };
}

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

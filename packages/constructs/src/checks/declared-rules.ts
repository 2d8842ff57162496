import { type CompiledRule, compile, SqlError, type SqlVersion, sqlVersions } from '@himeshima/iot';
import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { SynthesizedResource } from './synthesized-resources';

/** Action of a rule in the synthesized Terraform: its kind, for example `kinesis`, and its fields. */
export interface DeclaredAction {
  readonly kind: string;
  readonly fields: ValueObject;
  /** Whether this is the rule's error action. */
  readonly isErrorAction: boolean;
}

/** Topic rule with valid SQL. */
export interface DeclaredRule {
  readonly resource: SynthesizedResource;
  readonly name: string;
  readonly sql: string;
  readonly compiled: CompiledRule;
  readonly actions: readonly DeclaredAction[];
}

/** Returns the topic rules of a stack. Skips rules with invalid SQL, which `IotRule` reports. */
export function declaredRules(resources: readonly SynthesizedResource[]): readonly DeclaredRule[] {
  return resources.flatMap((resource) => {
    const { type, attributes } = resource.block;
    const { name, sql: written, sql_version: version, error_action: onError, ...rest } = attributes;
    if (type !== 'aws_iot_topic_rule' || typeof written !== 'string' || typeof name !== 'string') return [];
    const sql = plain(written);
    const compiled = compiledOr(sql, version);
    if (compiled === undefined) return [];
    const actions = [...actionsIn(rest, false), ...(onError === undefined ? [] : actionsIn(onError, true))];
    return [{ resource, name, sql, compiled, actions }];
  });
}

function actionsIn(blocks: Value, isErrorAction: boolean): readonly DeclaredAction[] {
  if (!isObject(blocks)) return [];
  return Object.entries(blocks).flatMap(([kind, value]) =>
    (isList(value) ? value : [value]).flatMap((fields) =>
      isObject(fields) && !kind.startsWith('tags') ? [{ kind, fields, isErrorAction }] : [],
    ),
  );
}

/** Returns a string as AWS receives it. Terraform replaces its escape sequence `$${` with `${`. */
export const plain = (text: string): string => text.replaceAll('$${', () => '${');

const isVersion = (version: unknown): version is SqlVersion => sqlVersions.some((known) => known === version);

function compiledOr(sql: string, version: unknown): CompiledRule | undefined {
  try {
    return compile(sql, { version: isVersion(version) ? version : '2015-10-08' });
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

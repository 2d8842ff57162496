import { type CompiledRule, compile, SqlError, type SqlVersion, sqlVersions } from '@himeshima/iot';
import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Synthesized } from './synthesized';

/** An action of a rule, as Terraform will read it: `kinesis`, and its fields. */
export interface DeclaredAction {
  readonly kind: string;
  readonly fields: ValueObject;
  /** Whether it acts where another has failed. */
  readonly isErrorAction: boolean;
}

/** A topic rule whose SQL AWS IoT takes. */
export interface DeclaredRule {
  readonly resource: Synthesized;
  readonly name: string;
  readonly sql: string;
  readonly compiled: CompiledRule;
  readonly actions: readonly DeclaredAction[];
}

/** The topic rules of a stack; those whose SQL is refused are told of where they are made. */
export function declaredRules(resources: readonly Synthesized[]): readonly DeclaredRule[] {
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

/** What Terraform makes of a text: `$${` is `${` to AWS. */
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

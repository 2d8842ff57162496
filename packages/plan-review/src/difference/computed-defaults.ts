import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { withoutBlockNames } from '../plan/block-names';
import { byType } from '../plan/type-table';

interface RemovedValue {
  readonly path: readonly string[];
  readonly before: Value | undefined;
}

/**
 * Defaults that the service sets, keyed by resource type and path. They are part of the state, but null in planned replacements.
 * Source: real plans by OpenTofu 1.12 with hashicorp/aws 6.25.
 */
const defaultsOf = byType<Readonly<Record<string, readonly Value[]>>>({
  aws_athena_workgroup: { 'configuration.engine_version.selected_engine_version': ['AUTO'] },
  aws_cloudwatch_event_rule: { is_enabled: [true], state: ['ENABLED'] },
  aws_cognito_user_pool: { 'email_configuration.email_sending_account': ['COGNITO_DEFAULT'] },
  aws_dynamodb_table: { table_class: ['STANDARD'] },
});

/** Attributes that only the service can set. */
const computed = byType<readonly string[]>({
  aws_athena_workgroup: ['configuration.engine_version.effective_engine_version'],
});

/** Returns whether a removed value is an undeclared default: empty, false, 0, a value in the tables, or a block of such values. */
export function isDefault(type: string, { path, before }: RemovedValue): boolean {
  if (before === undefined || before === null || before === false || before === 0 || before === '') return true;
  if (isList(before)) return before.every((item) => isDefault(type, { path, before: item }));
  if (isObject(before))
    return Object.entries(before).every(([name, inside]) => isDefault(type, { path: [...path, name], before: inside }));
  const name = withoutBlockNames(path).join('.');
  return computed(type)?.includes(name) === true || defaultsOf(type)?.[name]?.includes(before) === true;
}

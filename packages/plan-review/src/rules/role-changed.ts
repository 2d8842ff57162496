import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface RoleUse {
  readonly path: readonly string[];
  /** Phrase between the resource address and the role, such as `runs with`. */
  readonly verb: string;
}

/** Attributes that contain a role that the resource assumes or passes on. Source: Terraform Registry, hashicorp/aws 6.25 */
const roleUsesOf = byType<readonly RoleUse[]>({
  aws_cognito_identity_pool_roles_attachment: [
    { path: ['roles', 'authenticated'], verb: 'gives authenticated users' },
    { path: ['roles', 'unauthenticated'], verb: 'gives anonymous users' },
  ],
  aws_iam_instance_profile: [{ path: ['role'], verb: 'gives its instances' }],
  aws_iot_provisioning_template: [{ path: ['provisioning_role_arn'], verb: 'provisions with' }],
  aws_iot_role_alias: [{ path: ['role_arn'], verb: 'gives devices' }],
  aws_lambda_function: [{ path: ['role'], verb: 'runs with' }],
  aws_pipes_pipe: [{ path: ['role_arn'], verb: 'runs with' }],
  aws_scheduler_schedule: [{ path: ['target', 'role_arn'], verb: 'runs with' }],
  aws_sfn_state_machine: [{ path: ['role_arn'], verb: 'runs with' }],
});

/**
 * Reports resources that use a new or different role, which may have more permissions, and role aliases whose credentials are valid for
 * longer.
 */
export const roleChanged: Rule = (plan) => {
  const renamed = new Map(
    changesOf(plan, 'replace').flatMap(({ type, before, after }) => {
      const [was, is] = [before, after].map((values) => textAt(values, ['name']));
      return type === 'aws_iam_role' && was !== undefined && is !== undefined ? [[was, is] as const] : [];
    }),
  );
  return changedIn(plan).flatMap((change) => [
    ...(roleUsesOf(change.type) ?? []).flatMap(({ path, verb }): Danger[] => {
      const [was, is] = [textAt(change.before, path), textAt(change.after, path)];
      // a renamed role is still the same role
      if (is === undefined || was === is || renamed.get(was ?? '') === is) return [];
      const what =
        was === undefined
          ? say`${change.address} now ${[verb]} the role ${is}`
          : say`${change.address} ${[verb]} the role ${is} instead of ${was}`;
      return [{ kind: 'broader access', address: change.address, what }];
    }),
    ...longerCredentials(change),
  ]);
};

function longerCredentials({ type, address, before, after }: ReturnType<typeof changedIn>[number]): readonly Danger[] {
  // credentials are valid for one hour by default (AWS IoT API reference, CreateRoleAlias)
  const [was, is] = [before['credential_duration'] ?? 3600, after['credential_duration'] ?? 3600];
  if (type !== 'aws_iot_role_alias' || typeof was !== 'number' || typeof is !== 'number' || is <= was) return [];
  const what = say`credentials that devices get from ${address} are valid for ${is} s instead of ${was} s`;
  return [{ kind: 'broader access', address, what }];
}

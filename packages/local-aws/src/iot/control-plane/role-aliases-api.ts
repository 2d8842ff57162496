import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { maxRoleAliases } from '../quotas';
import { defaultDurationSeconds, type RoleAlias, roleAliasesOf } from '../registry/role-aliases';
import { arns, type ControlParts, notFound, Order, operation, pattern, timestampOf } from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

const Duration = z.number().int().min(900).max(43_200);
const RoleArn = z.string().min(20).max(2048);
const AliasName = z.object({ roleAlias: pattern('[\\w=,@-]+').max(128) });
const NewAlias = AliasName.extend({
  roleArn: RoleArn,
  credentialDurationSeconds: Duration.default(defaultDurationSeconds),
  tags: Tags,
});
const ChangedAlias = AliasName.extend({
  roleArn: RoleArn.optional(),
  credentialDurationSeconds: Duration.optional(),
});

/** Returns the routes for role aliases. */
export function roleAliasRoutes(parts: ControlParts): Route[] {
  const { clock, place } = parts;
  const aliases = roleAliasesOf(parts);
  const tags = tagsOf(parts);
  const find = (name: string): RoleAlias => {
    const found = aliases.find(name);
    if (found === undefined) throw notFound(`Role alias ${name}`);
    return found;
  };
  const path = '/role-aliases/{roleAlias}' as const;
  return [
    operation('CreateRoleAlias', `POST ${path}`, NewAlias, (input) => {
      const { roleAlias: name, roleArn, credentialDurationSeconds: durationSeconds } = input;
      rejectInvalidTags(input.tags);
      const known = aliases.find(name);
      if (known !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', `Role alias ${name} already exists`, 409, {
          resourceId: name,
          resourceArn: known.arn,
        });
      if (aliases.all().length >= maxRoleAliases)
        throw new AwsError('LimitExceededException', `An account can have at most ${maxRoleAliases} role aliases`, 410);
      const arn = arns(parts)(`rolealias/${name}`);
      const now = Math.floor(clock.now());
      aliases.set({ name, arn, roleArn, durationSeconds, createdAt: now, modifiedAt: now });
      tags.add(arn, input.tags);
      return { roleAlias: name, roleAliasArn: arn };
    }),
    operation('ListRoleAliases', 'GET /role-aliases', Order, ({ isAscendingOrder }, { query }) => {
      const { page, more } = pageOf(aliases.all(), {
        query,
        size: ['pageSize', 250],
        token: ['marker', 'nextMarker'],
        nameOf: ({ name }) => name,
        isDescending: isAscendingOrder === 'false',
      });
      return { roleAliases: page.map(({ name }) => name), ...more };
    }),
    operation('DescribeRoleAlias', `GET ${path}`, AliasName, ({ roleAlias }) => {
      const { arn, roleArn, durationSeconds, createdAt, modifiedAt } = find(roleAlias);
      return {
        roleAliasDescription: {
          roleAlias,
          roleAliasArn: arn,
          roleArn,
          owner: place.account,
          credentialDurationSeconds: durationSeconds,
          creationDate: timestampOf(createdAt),
          lastModifiedDate: timestampOf(modifiedAt),
        },
      };
    }),
    operation('UpdateRoleAlias', `PUT ${path}`, ChangedAlias, (input) => {
      const alias = find(input.roleAlias);
      const { roleArn = alias.roleArn, credentialDurationSeconds: durationSeconds = alias.durationSeconds } = input;
      aliases.set({ ...alias, roleArn, durationSeconds, modifiedAt: Math.floor(clock.now()) });
      return { roleAlias: alias.name, roleAliasArn: alias.arn };
    }),
    operation('DeleteRoleAlias', `DELETE ${path}`, AliasName, ({ roleAlias }) => {
      const { arn } = find(roleAlias);
      aliases.remove(roleAlias);
      tags.forget(arn);
      return undefined;
    }),
  ];
}

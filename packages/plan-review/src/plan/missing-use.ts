import { groupBy } from '../group-by';
import { memoizeByObject } from '../memoize';
import { withoutKeys } from './configuration';
import type { Change, Plan, Users } from './plan';
import { scalarsIn } from './scalars';
import { byType } from './type-table';
import { typeOfUser } from './usage';

/** Effect of a new resource that nothing uses. */
interface Purpose {
  readonly missing: string;
  /** Matches types of users that only describe the resource further. */
  readonly ignoring?: RegExp;
  /** Matches attributes of other resources that may contain the name of the resource instead of a reference. */
  readonly namedIn?: RegExp;
  /** Attributes with which the resource itself says what it is attached to. */
  readonly own?: readonly string[];
}

const rulesOfGroups =
  /^(?:aws_security_group_rule|aws_vpc_security_group_(?:in|e)gress_rule|azurerm_network_security_rule)$/;
const attached: Purpose = { missing: 'attached to nothing' };
const group: Purpose = { ...attached, ignoring: rulesOfGroups, namedIn: /security_group/ };
const launch: Purpose = { missing: 'used by nothing', namedIn: /launch/ };
const targets: Purpose = { missing: 'without targets', ignoring: /^aws_(?:alb|lb)_listener(?:_rule)?$/ };
const route: Purpose = {
  missing: 'without any route to it',
  ignoring: /^aws_(?:internet_gateway_attachment|nat_gateway)$/,
};

/** Resources that have no effect until another resource refers to them. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const purposeOf = byType<Purpose>({
  aws_alb_target_group: targets,
  aws_eip: { ...attached, own: ['instance', 'network_interface', 'associate_with_private_ip'] },
  aws_iam_instance_profile: { missing: 'used by nothing', namedIn: /profile/ },
  aws_iam_policy: { ...attached, namedIn: /policy/ },
  aws_internet_gateway: route,
  aws_launch_configuration: launch,
  aws_launch_template: launch,
  aws_lb_target_group: targets,
  aws_nat_gateway: route,
  aws_security_group: group,
  azurerm_nat_gateway: attached,
  azurerm_network_security_group: group,
  azurerm_public_ip: attached,
  azurerm_route_table: attached,
  azurerm_user_assigned_identity: attached,
  google_compute_address: { ...attached, own: ['address'] },
});

/** Describes what a resource lacks to have an effect: `attached to nothing`. Undefined if another resource may use it. */
export function missingUse(plan: Plan, change: Change): string | undefined {
  const purpose = purposeOf(change.type);
  return purpose === undefined || isUsed(plan, change, purpose) ? undefined : purpose.missing;
}

/** Returns whether another resource may use a resource. Returns true if the plan does not contain the configuration. */
function isUsed(plan: Plan, change: Change, { ignoring, namedIn, own = [] }: Purpose): boolean {
  const users = plan.users.get(withoutKeys(change.address));
  return (
    users === undefined ||
    others(users, ignoring).length > 0 ||
    own.some((name) => change.declaredNames?.has(name) === true) ||
    (namedIn !== undefined && isNamedBy(plan, change, namedIn))
  );
}

const others = (users: Users, ignoring: RegExp | undefined): readonly string[] =>
  [...users].filter((user) => ignoring?.test(typeOfUser(user)) !== true);

/** Returns whether another resource contains the name of a resource, instead of a reference. */
function isNamedBy(plan: Plan, { address, type, after: { name } }: Change, namedIn: RegExp): boolean {
  const mentions = typeof name === 'string' && name !== '' ? (mentionsIn(plan).get(name) ?? []) : [];
  return mentions.some(
    ({ change, path }) =>
      change.address !== address &&
      change.type !== type &&
      path.some((step) => namedIn.test(step) || (step === 'name' && namedIn.test(change.type))),
  );
}

interface Mention {
  readonly change: Change;
  readonly path: readonly string[];
}

/** Returns the attributes that contain the name of a resource, by name. */
const mentionsIn = memoizeByObject((plan: Plan): ReadonlyMap<string, readonly Mention[]> => {
  const names = new Set(plan.changes.map(({ after: { name } }) => name));
  const mentions = plan.changes.flatMap((change) =>
    scalarsIn(change.after).flatMap(({ path, value }) =>
      typeof value === 'string'
        ? namedIn(value).flatMap((name) => (names.has(name) ? [{ change, path, name }] : []))
        : [],
    ),
  );
  return groupBy(mentions, ({ name }) => name);
});

/** Returns a value, and the name at the end of an ARN: `boundary` for `arn:aws:iam::111122223333:policy/boundary`. */
const namedIn = (value: string): readonly string[] =>
  value.startsWith('arn:') ? [value, value.slice(value.lastIndexOf('/') + 1)] : [value];

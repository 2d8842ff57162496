import { isList, type Value } from '@himeshima/terraform-json';
import type { Phrase } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan, Users } from '../plan/plan';
import { byType } from '../plan/type-table';
import { typeOfUser } from '../plan/usage';
import { namedOrCounted } from './named-or-counted';

/** Attributes, one of which must be set so that a resource is not in the default VPC, or not in the default security group of its VPC. */
interface Place {
  readonly network: readonly string[];
  readonly groups: readonly string[];
}

/** Source: Terraform Registry, hashicorp/aws 6 */
const placeOf = byType<Place>({
  aws_db_instance: {
    network: ['db_subnet_group_name', 'replicate_source_db', 'restore_to_point_in_time', 'snapshot_identifier'],
    groups: ['vpc_security_group_ids', 'security_group_names'],
  },
  aws_instance: {
    network: ['subnet_id', 'network_interface', 'launch_template', 'primary_network_interface'],
    groups: [
      'vpc_security_group_ids',
      'security_groups',
      'network_interface',
      'launch_template',
      'primary_network_interface',
    ],
  },
});

/** Names the new resources in the default VPC, and those with the default security group of their VPC. */
export function inDefaults(created: readonly Change[], { users }: Plan): readonly Phrase[] {
  const without = (aspect: keyof Place) =>
    created.filter((change) => {
      const names = placeOf(change.type)?.[aspect];
      return names?.every((name) => !isSet(change, name));
    });
  return [
    { title: 'in the default VPC', those: without('network') },
    {
      title: 'only in the default security group',
      those: without('groups').filter(({ address }) => !hasAttachment(users.get(withoutKeys(address)))),
    },
  ].flatMap(({ title, those }) => (those.length === 0 ? [] : [[`${title}: `, ...namedOrCounted(those)]]));
}

const hasAttachment = (users: Users | undefined): boolean =>
  [...(users ?? [])].some((user) => typeOfUser(user) === 'aws_network_interface_sg_attachment');

/** Returns whether a resource declares an attribute, even in a dynamic block. */
const isSet = ({ declaredNames, after }: Change, name: string): boolean =>
  declaredNames?.has(name) !== false || !isEmpty(after[name]);

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || value === '' || (isList(value) && value.length === 0);

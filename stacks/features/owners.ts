import { Feature, Table, UserPool } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { byOwner } from '../../contracts/belongings';
import { environmentOf } from '../environment-context';

/** Users, and the devices and rooms that they own. The API returns 404 for resources of other owners. */
export class Owners extends Feature {
  readonly belongings: Table;
  readonly people: UserPool;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.belongings = new Table(this, 'belongings', {
      key: { name: 'id', type: 'string' },
      index: { name: byOwner, key: { name: 'owner', type: 'string' } },
    });
    this.people = new UserPool(this, 'people', {
      origin: environmentOf(this).api.origin,
      scopes: {
        read: 'View your devices and rooms',
        command: 'Control your devices',
        admin: 'Assign devices and rooms to owners, and view the whole fleet',
      },
    });
  }
}

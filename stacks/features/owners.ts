import { Feature, Table } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { byOwner } from '../../contracts/belongings';

/** Ownership of devices and rooms. The API returns 404 for resources of other owners. */
export class Owners extends Feature {
  readonly belongings: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.belongings = new Table(this, 'belongings', {
      key: { name: 'id', type: 'string' },
      index: { name: byOwner, key: { name: 'owner', type: 'string' } },
    });
  }
}

import type { Construct } from 'constructs';
import { byOwner } from '../../contracts/belongings';
import { Feature } from '../constructs/feature';
import { Table } from '../constructs/table';

/** Whose devices and rooms are: what is somebody else's the API does not find. */
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

import { Feature, IotRule, invoke, NodeFunction, newest, SavedQuery, Table, update } from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import { bindFunction } from '../bound-function';
import type { Failures } from '../services/failures';

// FROM and WHERE are exactly as in the conference talk. The thing name comes from the topic, because the payload is not trusted.
const powerOnSql =
  'SELECT *, topic(3) AS thing, timestamp() AS receivedAt, traceid() AS traceId ' +
  "FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";

/** Power state: a device reports that it is on → `power-on` → table of devices that are on, with the start of each on-period. */
export class Power extends Feature {
  readonly devicePower: Table;

  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    const table = new Table(this, 'device-power', { key: { name: 'thing', type: 'string' } });
    this.devicePower = table;
    const powerOn = new NodeFunction(this, 'power-on', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.powerOn, { table: table.name }),
      can: [update(table)],
      onFailure: failures.events,
    });
    new IotRule(this, 'power_on', {
      description: 'A device reports that it is on',
      sql: powerOnSql,
      actions: [invoke(powerOn)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'power-reports', { of: [powerOn], query: newest('thing') });
  }
}

import { isList, isObject, type ValueObject } from '@himeshima/terraform-json';
import type { Meaning } from '../knowledge/row';
import { say } from '../phrase';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn, newIn } from '../renames';
import { kindOf, ruleOf } from './meaning-kinds';
import type { Danger, Rule } from './rule';

/** Parameter of a database whose value is dangerous. */
interface Parameter {
  readonly name: RegExp;
  readonly isWeak: RegExp;
  readonly meaning: Meaning;
  /** Consequence, to append to the parameter and a colon. */
  readonly so: string;
}

const off = /^(?:off|0|false|disabled|none)$/i;
const on = /^(?:on|1|true|enabled)$/i;

const unencrypted: Parameter = {
  name: /^(?:require_secure_transport|rds\.force_ssl|require_ssl|tls)$/,
  isWeak: off,
  meaning: 'encryption',
  so: 'the database accepts connections that are not encrypted',
};
const oldProtocols: Parameter = {
  name: /^(?:ssl_min_protocol_version|tls_version)$/,
  isWeak: /TLSv?1(?:[._][01])?(?![._\d])/i,
  meaning: 'encryption',
  so: 'the database accepts obsolete versions of TLS',
};
const unlogged: Parameter = {
  name: /^(?:audit_log_enabled|audit_logs|server_audit_logging|cloudsql\.enable_pgaudit|enable_user_activity_logging|log_(?:checkpoints|connections|disconnections|hostname|lock_waits|retention|statement))$/,
  isWeak: off,
  meaning: 'alerting',
  so: 'its activity is no longer recorded',
};
const fatalOnly: Parameter = {
  name: /^log_min_(?:messages|error_statement)$/,
  isWeak: /^(?:fatal|panic)$/i,
  meaning: 'alerting',
  so: 'errors are no longer recorded',
};
const exposing: Parameter = {
  name: /^(?:local_infile|contained database authentication|cross db ownership chaining|external scripts enabled|remote access)$/,
  isWeak: on,
  meaning: 'rights',
  so: 'users of the database can do more than they need',
};
const parameters = [unencrypted, oldProtocols, unlogged, fatalOnly, exposing];

/** Place of the parameters in a resource. */
interface Parameters {
  readonly attribute: string;
  /** Returns the values of the parameters by name. */
  readonly read: (values: ValueObject) => ReadonlyMap<string, string>;
}

const blocks = (...path: readonly string[]): Parameters => ({
  attribute: path.join('.'),
  read(values) {
    const found = valueAt(values, path) ?? [];
    return new Map((isList(found) ? found : []).flatMap((one) => (isObject(one) ? [...readOne(one)] : [])));
  },
});

const readOne: Parameters['read'] = ({ name, value = null }) =>
  new Map(typeof name === 'string' && value !== null && typeof value !== 'object' ? [[name, String(value)]] : []);

const single: Parameters = { attribute: 'value', read: readOne };

/**
 * Types of resources with parameters of databases. Sources: Checkov CKV_AZURE_28 to CKV_AZURE_32, CKV_AWS_90, CKV_AWS_104, CKV_AWS_105,
 * CKV_GCP_50 to CKV_GCP_60; Amazon RDS user guide, "Requiring an SSL/TLS connection"
 */
const parametersOf = byType<Parameters>({
  aws_db_parameter_group: blocks('parameter'),
  aws_docdb_cluster_parameter_group: blocks('parameter'),
  aws_neptune_cluster_parameter_group: blocks('parameter'),
  aws_rds_cluster_parameter_group: blocks('parameter'),
  aws_redshift_parameter_group: blocks('parameter'),
  azurerm_mysql_configuration: single,
  azurerm_mysql_flexible_server_configuration: single,
  azurerm_postgresql_configuration: single,
  azurerm_postgresql_flexible_server_configuration: single,
  google_sql_database_instance: blocks('settings', 'database_flags'),
});

/** Reports parameters of databases that get a weaker value. In new resources, reports only parameters that open the database. */
export const databaseParameters: Rule = (plan) => [
  ...changedIn(plan).flatMap((change) => [...weakened(change, parameters), ...removed(change)]),
  ...newIn(plan).flatMap((change) => weakened({ ...change, before: {} }, [unencrypted, oldProtocols, exposing])),
];

function weakened({ type, address, before, after }: Change, known: readonly Parameter[]): readonly Danger[] {
  const { read, attribute = '' } = parametersOf(type) ?? {};
  if (read === undefined) return [];
  const was = read(before);
  return [...read(after)].flatMap(([name, value]): Danger[] => {
    const weak = known.find((one) => one.name.test(name) && one.isWeak.test(value));
    if (weak === undefined || weak.isWeak.test(was.get(name) ?? '')) return [];
    const { meaning, so } = weak;
    const what = say`${address} sets ${name} to ${{ value }}: ${[so]}`;
    return [{ kind: kindOf(meaning), rule: ruleOf(meaning), address, attribute, what }];
  });
}

/** Reports removed parameters that required encrypted connections. Databases do not require them by default. */
function removed(change: Change): readonly Danger[] {
  const { type, address, before, after } = change;
  const { read, attribute = '' } = parametersOf(type) ?? {};
  if (read === undefined || isUnknownAt(change, attribute.split('.'))) return [];
  const is = read(after);
  return [...read(before)].flatMap(([name, value]): Danger[] => {
    if (is.has(name) || !unencrypted.name.test(name) || unencrypted.isWeak.test(value)) return [];
    const { meaning } = unencrypted;
    const what = say`${address} no longer sets ${name}: by default, the database accepts connections that are not encrypted`;
    return [{ kind: kindOf(meaning), rule: ruleOf(meaning), address, attribute, what }];
  });
}

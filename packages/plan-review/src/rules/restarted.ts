import { anotherSecret, secret } from '../masking/mask';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { isUnknownAt, valueAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Attribute whose change interrupts the resource, although Terraform updates it in place. */
interface Interruption {
  readonly path: readonly string[];
  readonly so: string;
  /** Clause about the effect, if it is special. */
  readonly effect?: string;
  /** Whether only a change from 0 is reported. Other rules report a change to 0. */
  readonly onlyFromZero?: true;
  /** Flag without which the provider does not stop a running resource. */
  readonly allowedBy?: string;
}

const stops = 'is stopped and started again';
// Amazon EC2 user guide, "Run commands when you launch an EC2 instance": by default, cloud-init runs a script at the first start only
const once =
  ': it is unavailable until it runs again, and cloud-init does not run the new script on a machine that exists';
const restartsLater = 'restarts, now or in its maintenance window';
const nodes = 'replaces its nodes';
const pool = 'replaces all nodes of the pool';
const resized = (...path: readonly string[]): Interruption => ({ path, so: restartsLater });

/**
 * Attributes whose change interrupts a resource. Source: Amazon EC2, "Change the instance type"; Amazon RDS, "Settings for DB instances"
 * and "Backup retention period"; Azure, "Resize a virtual machine" and "Compute options in Azure Database for PostgreSQL"; Compute
 * Engine, "Change the machine type"; Cloud SQL, "Edit instances"; Terraform Registry
 */
const interruptionsOf = byType<readonly Interruption[]>({
  aws_db_instance: [
    resized('instance_class'),
    { path: ['port'], so: 'restarts with another port, which clients have to use' },
    {
      path: ['backup_retention_period'],
      so: 'is briefly interrupted, because its backups are turned on',
      onlyFromZero: true,
    },
  ],
  aws_docdb_cluster_instance: [resized('instance_class')],
  aws_instance: [
    { path: ['instance_type'], so: stops },
    { path: ['user_data'], so: stops, effect: once },
    { path: ['user_data_base64'], so: stops, effect: once },
  ],
  aws_mq_broker: [resized('host_instance_type')],
  aws_neptune_cluster_instance: [resized('instance_class')],
  aws_rds_cluster_instance: [resized('instance_class')],
  aws_redshift_cluster: [
    { path: ['node_type'], so: 'accepts no writes, or no queries, while it is resized' },
    { path: ['number_of_nodes'], so: 'accepts no writes, or no queries, while it is resized' },
  ],
  azurerm_kubernetes_cluster: [{ path: ['default_node_pool', 'vm_size'], so: pool }],
  azurerm_kubernetes_cluster_node_pool: [{ path: ['vm_size'], so: pool }],
  azurerm_linux_virtual_machine: [{ path: ['size'], so: 'restarts' }],
  azurerm_mysql_flexible_server: [{ path: ['sku_name'], so: 'restarts' }],
  azurerm_postgresql_flexible_server: [{ path: ['sku_name'], so: 'restarts' }],
  azurerm_virtual_machine: [{ path: ['vm_size'], so: 'restarts' }],
  azurerm_windows_virtual_machine: [{ path: ['size'], so: 'restarts' }],
  google_compute_instance: [
    { path: ['machine_type'], so: stops, allowedBy: 'allow_stopping_for_update' },
    { path: ['min_cpu_platform'], so: stops, allowedBy: 'allow_stopping_for_update' },
    { path: ['service_account', 'email'], so: stops, allowedBy: 'allow_stopping_for_update' },
  ],
  google_container_node_pool: [{ path: ['node_config', 'machine_type'], so: nodes }],
  google_sql_database_instance: [{ path: ['settings', 'tier'], so: 'restarts' }],
});

/** Reports resources that an update in place interrupts, such as a larger machine. */
export const restarted: Rule = (plan) =>
  changesOf(plan, 'update').flatMap((change) =>
    (interruptionsOf(change.type) ?? []).flatMap(({ path, so, effect = '', onlyFromZero, allowedBy }): Danger[] => {
      const { address, before, after } = change;
      const [was, is] = [before, after].map((values) => valueAt(values, path) ?? null);
      const isChange = was !== null && is !== null && was !== is && !isUnknownAt(change, path);
      if (!isChange || (onlyFromZero && was !== 0)) return [];
      const attribute = path.join('.');
      if (before['desired_status'] === 'TERMINATED' || before['instance_state'] === 'stopped') return [];
      if (allowedBy !== undefined && after[allowedBy] !== true)
        return [
          {
            kind: 'cannot be applied',
            address,
            attribute,
            what: say`${address} cannot be stopped to change ${attribute}: ${allowedBy} is not true`,
          },
        ];
      const values = isShort(was) && isShort(is) ? say`: ${{ value: String(was) }} → ${{ value: String(is) }}` : [];
      return [
        {
          kind: 'outage',
          address,
          attribute,
          what: say`${address} ${[so]} (${attribute}${values})${effect === '' ? [] : [effect]}`,
        },
      ];
    }),
  );

/** Maximum length of a value to show. */
const longest = 40;

const isShort = (value: unknown): boolean =>
  typeof value !== 'object' && String(value).length <= longest && value !== secret && value !== anotherSecret;

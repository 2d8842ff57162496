import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';
import { areComparable, isOlder, versionOf } from './versions';

interface Versioned {
  readonly attribute: string;
  readonly kind: 'chart' | 'database' | 'Kubernetes';
}

const database = (attribute = 'engine_version'): Versioned => ({ attribute, kind: 'database' });

/**
 * Attributes with the version of a service that cannot return to an older version. Source: Amazon RDS, "Upgrading a DB instance engine
 * version"; Amazon EKS, "Update existing cluster to new Kubernetes version"; AKS, "Upgrade options"; Terraform Registry
 */
const versionedBy = byType<Versioned>({
  aws_db_instance: database(),
  aws_docdb_cluster: database(),
  aws_eks_cluster: { attribute: 'version', kind: 'Kubernetes' },
  aws_neptune_cluster: database(),
  aws_rds_cluster: database(),
  azurerm_kubernetes_cluster: { attribute: 'kubernetes_version', kind: 'Kubernetes' },
  azurerm_postgresql_flexible_server: database('version'),
  helm_release: { attribute: 'version', kind: 'chart' },
});

/**
 * Reports databases and Kubernetes clusters that would be downgraded, skip a version, or get another major version, and Helm releases that
 * get another major version.
 */
export const versionChanged: Rule = (plan) =>
  changesOf(plan, 'update').flatMap(({ type, address, before, after }): Danger[] => {
    const versioned = versionedBy(type);
    if (versioned === undefined) return [];
    const { attribute } = versioned;
    const [was, is] = [before, after].map((values) => textAt(values, [attribute]));
    if (was === undefined || is === undefined || !areComparable(was, is)) return [];
    const [old, now] = [versionOf(was), versionOf(is)];
    // such as `latest`
    if (old.length === 0 || now.length === 0) return [];
    const versions = say`from ${{ value: was }} to ${{ value: is }}`;
    if (versioned.kind === 'chart') {
      if (old[0] === now[0]) return [];
      const verb = isOlder(now, old) ? 'downgrades its chart' : 'changes its chart';
      const what = say`${address} ${[verb]} ${versions}: another major version of a chart may not accept its values and data`;
      return [{ kind: 'outage', address, attribute, what }];
    }
    if (isOlder(now, old)) {
      const what = say`${address} cannot be downgraded ${versions}, so the apply will fail partway`;
      return [{ kind: 'cannot be applied', address, attribute, what }];
    }
    if (versioned.kind === 'Kubernetes') {
      if ((now[1] ?? 0) - (old[1] ?? 0) < 2) return [];
      const what = say`${address} cannot be upgraded ${versions} in one step, so the apply will fail partway`;
      return [{ kind: 'cannot be applied', address, attribute, what }];
    }
    const length = is.includes('aurora') ? 1 : partsOfMajor(textAt(after, ['engine']) ?? '', now);
    if (old.slice(0, length).join() === now.slice(0, length).join()) return [];
    const what = say`${address} is upgraded ${versions}: the database is unavailable during the upgrade, and only a backup restores the old version`;
    return [{ kind: 'outage', address, attribute, what }];
  });

/** Returns how many numbers form the major version: one for `15.2` of PostgreSQL, and two for `8.0.35` of MySQL. */
const partsOfMajor = (engine: string, [first = 0]: readonly number[]): number =>
  first < 10 || /mariadb|oracle|docdb|neptune/.test(engine) ? 2 : 1;

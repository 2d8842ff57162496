import type { Change } from './plan';
import { byType } from './type-table';

/**
 * Attribute that protects a resource from deletion by AWS, and the value that enables the protection.
 * Source: Terraform Registry, hashicorp/aws 6.25
 */
const protectionOf = byType<{ readonly attribute: string; readonly on: string | boolean }>({
  aws_cognito_user_pool: { attribute: 'deletion_protection', on: 'ACTIVE' },
  aws_db_instance: { attribute: 'deletion_protection', on: true },
  aws_docdb_cluster: { attribute: 'deletion_protection', on: true },
  aws_dynamodb_table: { attribute: 'deletion_protection_enabled', on: true },
  aws_lb: { attribute: 'enable_deletion_protection', on: true },
  aws_neptune_cluster: { attribute: 'deletion_protection', on: true },
  aws_rds_cluster: { attribute: 'deletion_protection', on: true },
});

/**
 * Returns the attribute that protects a deleted or replaced resource.
 * Returns undefined if the resource is neither deleted nor replaced, or is not protected.
 */
export function protectedBy({ action, type, before }: Change): string | undefined {
  const protection = action === 'delete' || action === 'replace' ? protectionOf(type) : undefined;
  return protection !== undefined && before[protection.attribute] === protection.on ? protection.attribute : undefined;
}

/** Attribute with which Terraform empties a resource before the deletion. The cloud deletes only empty ones. Source: Terraform Registry, hashicorp/aws 6, hashicorp/google 7 */
const emptyingOf = byType<string>({
  aws_ecr_repository: 'force_delete',
  aws_s3_bucket: 'force_destroy',
  google_storage_bucket: 'force_destroy',
});

/** Returns the attribute that would empty a deleted resource. Undefined for other resources, and if it is set or the plan omits it. */
export function emptyingAttribute({ type, before }: Pick<Change, 'type' | 'before'>): string | undefined {
  const attribute = emptyingOf(type);
  return attribute !== undefined && attribute in before && before[attribute] !== true ? attribute : undefined;
}

import { isList, type ValueObject } from '@himeshima/terraform-json';
import { isMaskedText } from '../masking/mask';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { isUnknownAt } from '../plan/value-at';
import { newIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Condition on a value that the provider does not check before the apply. */
interface Requirement {
  readonly attribute: string;
  isMet(value: string, others: ValueObject): boolean;
  /** Description of the condition, after "must". */
  readonly must: string;
}

const databaseName = (attribute: string): Requirement => ({
  attribute,
  isMet: (value, { engine }) => /^(?:custom-)?(?:oracle|sqlserver)/.test(String(engine)) || /^[A-Za-z]\w*$/.test(value),
  must: 'start with a letter and contain only letters, digits and underscores',
});

const mainUser = (attribute: string): Requirement => ({
  attribute,
  isMet: (value, { engine }) =>
    !(/^(?:aurora-)?postgres/.test(String(engine)) ? /^(?:rds)?admin$/i : /^rdsadmin$/i).test(value),
  must: 'not be a name that the database reserves',
});

const password = (attribute: string): Requirement => ({
  attribute,
  isMet: (value) => value !== '',
  must: 'not be empty',
});

const image = (attribute: string): Requirement => ({
  attribute,
  // an empty image is left to the launch template
  isMet: (value) => /^(?:$|ami-|resolve:ssm:)/.test(value),
  must: 'be the id of an image, such as ami-0123456789abcdef0, or resolve:ssm:NAME',
});

/** Requirements of AWS. Source: aws-cloudformation/cfn-lint #4425; Amazon RDS, Amazon S3 and Amazon ECR API references, CreateDBInstance, CreateDBParameterGroup, CreateBucket, CreateRepository */
const requirementsOf = byType<readonly Requirement[]>({
  aws_db_instance: [databaseName('db_name'), mainUser('username'), password('password')],
  aws_db_parameter_group: [
    {
      attribute: 'family',
      isMet: (value) =>
        !/^(?:postgres|mysql|mariadb)/.test(value) ||
        /^(?:postgres(?:9\.\d|\d{2})|mysql\d\.\d|mariadb\d{2}\.\d{1,2})$/.test(value),
      must: 'be an engine with a major version, such as postgres17 or mysql8.4',
    },
  ],
  aws_ecr_repository: [
    {
      attribute: 'name',
      isMet: (value) => /^[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*$/.test(value),
      must: 'consist of lowercase letters, digits and single separators',
    },
  ],
  aws_instance: [image('ami')],
  aws_launch_configuration: [image('image_id')],
  aws_launch_template: [image('image_id')],
  aws_rds_cluster: [databaseName('database_name'), mainUser('master_username'), password('master_password')],
  aws_s3_bucket: [
    {
      attribute: 'bucket',
      isMet: (value) => /^[a-z0-9][a-z0-9.-]*$/.test(value),
      must: 'consist of lowercase letters, digits, hyphens and periods',
    },
  ],
});

/** Reports new and replaced resources with new values that AWS rejects during the apply. */
export const rejectedValues: Rule = (plan) =>
  [...newIn(plan), ...changesOf(plan, 'replace')].flatMap((change) =>
    (requirementsOf(change.type) ?? []).flatMap(({ attribute, isMet, must }): Danger[] => {
      const { address, before, after } = change;
      const value = after[attribute];
      if (
        isRestored(after) ||
        typeof value !== 'string' ||
        value === before[attribute] ||
        isUnknownAt(change, [attribute]) ||
        isMaskedText(value) ||
        isMet(value, after)
      )
        return [];
      const shown = value === '' ? [] : say` (${{ value }})`;
      const what = say`${address} cannot be created: its ${attribute}${shown} must ${[must]}`;
      return [{ kind: 'cannot be applied', address, attribute, what }];
    }),
  );

/** Returns whether a database is a copy, which keeps the names of its source. */
const isRestored = ({
  snapshot_identifier: snapshot = null,
  restore_to_point_in_time: point = [],
  replicate_source_db: source = null,
}: ValueObject): boolean =>
  [snapshot, source].some((value) => value !== null && value !== '') || (isList(point) && point.length > 0);

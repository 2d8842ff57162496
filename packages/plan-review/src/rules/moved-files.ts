import { isMaskedText } from '../masking/mask';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Attributes with the path of a file that others link to. Source: Terraform Registry, integrations/github 6, gitlabhq/gitlab 18, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const pathOf = byType<string>({
  aws_s3_bucket_object: 'key',
  aws_s3_object: 'key',
  azurerm_storage_blob: 'name',
  github_repository_file: 'file',
  gitlab_repository_file: 'file_path',
  google_storage_bucket_object: 'name',
});

/** Reports files that get another path. */
export const movedFiles: Rule = (plan) =>
  changesOf(plan, 'replace').flatMap(({ type, address, before, after, replacedBecause }): Danger[] => {
    const attribute = pathOf(type);
    if (attribute === undefined || replacedBecause.some(([name]) => name !== attribute)) return [];
    const [was, is] = [before, after].map((values) => textAt(values, [attribute]));
    if (was === undefined || is === undefined || isMaskedText(was) || isMaskedText(is)) return [];
    if (withoutVersion(was) === withoutVersion(is)) return [];
    const what = say`${address} moves from ${{ value: was }} to ${{ value: is }}: links to the old path break`;
    return [{ kind: 'outage', address, what }];
  });

/** Omits numbers and hashes, which the names of builds contain: `app.0a1b2c3d.js`. Nothing links to such a file for long. */
const withoutVersion = (path: string): string => path.replace(/[0-9a-f]{6,}|\d+/gi, '#');

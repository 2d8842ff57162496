import { secret } from '../masking/mask';
import { isSecretAttribute } from '../masking/secret-attribute';
import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { textAt } from '../plan/value-at';

/** Maximum number of files to name. */
const namedAtMost = 3;

/** Mode of a file for which the configuration sets none. Source: Terraform Registry, hashicorp/local 2, "local_file" */
const defaultMode = '0777';

/** Names the new local files that contain a secret, and says whether other users of the machine can read them. */
export function filesWithSecrets(created: readonly Change[]): readonly Phrase[] {
  const files = created.flatMap((change): Phrase[] => {
    const source = change.type === 'local_file' ? secretIn(change) : undefined;
    if (source === undefined) return [];
    const mode = textAt(change.after, ['file_permission']) ?? defaultMode;
    const readers = isReadableByOthers(mode)
      ? say` (readable for every user of the machine: file_permission = ${{ value: mode }})`
      : [];
    return [say`${change.address}${source}${readers}`];
  });
  const more = files.length - namedAtMost;
  const shown = more > 0 ? [...files.slice(0, namedAtMost), [`${more} more`]] : files;
  return files.length === 0 ? [] : [['secrets in files: ', ...joined(shown)]];
}

const isReadableByOthers = (mode: string): boolean => /[4-7]$/.test(mode);

/** Names the secret in a file: ` with google_service_account_key.ci.private_key`. Undefined if the file contains no secret. */
function secretIn({ after, references, privateKeys }: Change): Phrase | undefined {
  const names = ['content', 'content_base64', 'sensitive_content'];
  if (privateKeys.length > 0) return [' with a private key'];
  if (names.some((name) => after[name] === secret)) return [];
  const source = names
    .flatMap((name) => references[name] ?? [])
    .find((reference) => isSecretAttribute(reference.split('.').at(-1) ?? ''));
  return source === undefined ? undefined : say` with ${source}`;
}

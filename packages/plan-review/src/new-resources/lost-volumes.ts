import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { differencesOf } from '../difference/difference';
import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Plan } from '../plan/plan';
import { valueAt } from '../plan/value-at';

const controller = /^kubernetes_(?:daemonset|daemon_set_v1|deployment|deployment_v1|stateful_set|stateful_set_v1)$/;

/** Matches names of volumes that hold more than temporary files. */
const holdsData = /data|\bdb\b|database|prometheus|storage|wal/i;

/**
 * Names the volumes whose content is lost because a changed template replaces the pods. Source: Kubernetes docs, "emptyDir". Other volumes
 * keep their content.
 */
export const lostVolumes = (plan: Plan): readonly Phrase[] =>
  changesOf(plan, 'update').flatMap((change) => {
    const isReplacing = differencesOf(change).known.some(
      ({ path: [first, second] }) => first === 'spec' && second === 'template',
    );
    const names = controller.test(change.type) && isReplacing ? emptyDirsIn(change.before) : [];
    return names.length === 0
      ? []
      : [
          say`${change.address} replaces its pods, so the content of ${joined(names.map((name) => say`${name}`))} (${'emptyDir'}) is lost`,
        ];
  });

const emptyDirsIn = (values: ValueObject): readonly string[] =>
  blocksAt(values, ['spec', 'template', 'spec', 'volume']).flatMap((volume) => {
    const { name = null, empty_dir: content = null } = volume;
    return typeof name === 'string' && holdsData.test(name) && isList(content) && content.length > 0 ? [name] : [];
  });

const blocksAt = (values: Value, path: readonly string[]): readonly ValueObject[] => {
  const blocks = valueAt(values, path) ?? [];
  return isList(blocks) ? blocks.filter(isObject) : [];
};

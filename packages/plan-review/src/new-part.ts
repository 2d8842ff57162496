import { happens } from './changes/slices';
import { isUtility } from './knowledge/utilities';
import { counted, type Phrase, say, words } from './phrase';
import type { Plan } from './plan/plan';
import { modulesOf } from './plan/resource-id';

/** Resources that a plan creates together. */
interface NewPart {
  /** Description: `New stack with 40 resources`. */
  readonly phrase: Phrase;
  readonly addresses: ReadonlySet<string>;
}

/** Minimum number of resources of a new environment or service. Fewer resources are described one by one. */
const smallest = 10;

/**
 * Returns the stack or the module that a plan creates as a whole: the plan only creates resources, and the stack or the module has no
 * other resources. Returns undefined for any other plan, and if there are only a few resources.
 */
export function newPartOf({ changes, basis, environment, drift, complete }: Plan): NewPart | undefined {
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const [created, others] = [
    managed.filter(({ action, importing }) => action === 'create' && !importing),
    managed.filter(({ type, action, importing }) => (action !== 'create' || importing) && !isUtility(type)),
  ];
  // a comparison of commits lists no unchanged resources
  const addresses = new Set(created.map(({ address }) => address));
  const isRecreated = drift.some(({ address, isDeleted }) => isDeleted && addresses.has(address));
  if (!complete || isRecreated || created.length < smallest || others.some(happens) || !('hash' in basis))
    return undefined;
  const size = counted(created.length, 'resource');
  if (others.length === 0)
    return { phrase: words(`New ${environment === undefined ? 'stack' : 'environment'} with ${size}`), addresses };
  const [module = '', ...further] = new Set(created.map(({ address }) => outermostModule(address)));
  const isNew = !others.some(({ address }) => outermostModule(address) === module);
  if (module === '' || further.length > 0 || !isNew) return undefined;
  return { phrase: say`New module ${module} with ${words(size)}`, addresses };
}

/**
 * Says that a plan deletes all resources of a stack: `Deletes the whole stack with 21 resources`, and whether the configuration still
 * contains them, as in a plan of `terraform destroy`. Empty for any other plan.
 */
export function describeRemovedStack({ changes, basis, environment, complete }: Plan): Phrase {
  const managed = changes.filter(({ mode, deposed }) => mode === 'managed' && deposed === undefined);
  const isWhole =
    complete &&
    'hash' in basis &&
    managed.every(({ type, action }) => action === 'delete' || (isUtility(type) && action === 'no-op'));
  const own = managed.filter(({ type }) => !isUtility(type));
  const isDestroyed = own.length > 1 && own.every(({ declaredNames, reason }) => declaredNames && reason === undefined);
  if (!isWhole || (own.length < smallest && !isDestroyed)) return [];
  const name = environment === undefined ? 'stack' : 'environment';
  const still = isDestroyed ? ', although the configuration still contains them' : '';
  return words(`Deletes the whole ${name} with ${counted(managed.length, 'resource')}${still}`);
}

/** Returns the outermost module of an address: `module.shop["eu"]`. Empty for the root module. */
const outermostModule = (address: string): string =>
  /^module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/.exec(modulesOf(address))?.[0] ?? '';

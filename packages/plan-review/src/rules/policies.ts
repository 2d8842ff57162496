import { type PolicyDocument, parsePolicy } from '@himeshima/aws-policy';
import { nameIn } from '../checks/resources';
import { gathered } from '../gathered';
import { changesOf } from '../plan/changes-of';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt, textAt, textsAt } from '../plan/value-at';
import { type Keeps, keptBy, type PolicyKind } from './policies-by-type';
import { statedBy } from './statements-by-type';

/** The policies of one owner, before and after: several resources may hold them. */
export interface Held {
  readonly kind: PolicyKind;
  /** The changes by which they change; there is one at least. */
  readonly by: readonly [Change, ...Change[]];
  readonly before: readonly PolicyDocument[];
  readonly after: readonly PolicyDocument[];
  /** Whether the owner is created, stays or is deleted. */
  readonly owner: 'comes' | 'stays' | 'goes';
  /** Why the policy after the plan is unknown: it is known only after apply, or cannot be parsed. */
  readonly untold: 'after the apply' | 'not readable' | undefined;
}

/** An attribute of a change that holds policies, and its content. */
interface Place {
  readonly change: Change;
  readonly keeps: Keeps;
  readonly before: Read;
  readonly after: Read;
}

/** Every policy that a plan changes, by its owner. */
export const policiesIn = gathered((plan: Plan): readonly Held[] => {
  const owners = ownersIn(plan);
  const read = reader();
  const held = new Map<string, [Place, ...Place[]]>();
  for (const change of changesOf(plan, 'create', 'update', 'replace', 'delete'))
    for (const keeps of placesIn(change.type)) {
      const place = placeIn(change, keeps, read);
      if (place === undefined) continue;
      const key = `${keeps.kind} ${owners.addressOf(change, keeps.of) ?? change.address}`;
      const theirs = held.get(key);
      if (theirs === undefined) held.set(key, [place]);
      else theirs.push(place);
    }
  return [...held.values()].map((places) => heldAt(places, owners));
});

function placesIn(type: string): readonly Keeps[] {
  const stated = statedBy(type);
  return stated === undefined ? (keptBy(type) ?? []) : [{ kind: 'resource', path: [], of: stated }];
}

/** Undefined if the attribute holds no policy: roles need no inline policies, queues no policy. */
function placeIn(change: Change, keeps: Keeps, read: Reader): Place | undefined {
  const [before, after] = [change.before, change.after].map((values) =>
    documentsIn({ type: change.type, values }, keeps, read),
  );
  if (before === undefined || after === undefined) return undefined;
  const isEmpty = [before, after].every(({ documents, unread }) => documents.length + unread.length === 0);
  return isEmpty && !isUnknownAt(change, keeps.path) ? undefined : { change, keeps, before, after };
}

type Owners = ReturnType<typeof ownersIn>;

/** Owners of policies among the changes: by a reference, by name, or by an ARN that ends with the name. */
export const ownersIn = gathered((plan: Plan) => {
  const changes = changesOf(plan, 'create', 'update', 'replace', 'delete');
  const known = new Map(changes.map((change) => [change.address, change.action]));
  const byName = new Map(
    changes.flatMap(({ type, address, before, after }) =>
      [after, before].flatMap((values) =>
        ['bucket', 'name', 'function_name', 'arn', 'url', 'id'].flatMap((name): [string, string][] => {
          const own = nameIn(textAt(values, [name]));
          return own === undefined ? [] : [[`${type} ${own}`, address]];
        }),
      ),
    ),
  );
  const named = (text: string, type: string) => byName.get(`${type} ${nameIn(text)}`) ?? nameIn(text) ?? text;
  return {
    /** Address of the owner, or its name if the plan does not change it; undefined if no owner is named. */
    addressOf({ before, after }: Change, of: Keeps['of']): string | undefined {
      const text = of && (textAt(after, [of.attribute]) ?? textAt(before, [of.attribute]));
      return of === undefined || text === undefined ? undefined : named(text, of.type);
    },
    named,
    actionOf: (address: string) => known.get(address),
  };
});

function heldAt(places: readonly [Place, ...Place[]], owners: Owners): Held {
  const [{ change: first, keeps }] = places;
  const by: Held['by'] = [first, ...places.slice(1).map(({ change }) => change)];
  const [before, after] = [places.map((place) => place.before), places.map((place) => place.after)];
  const isLater = places.some(({ change, keeps: { path } }) => change.action !== 'delete' && isUnknownAt(change, path));
  const isUnread = after.some(({ unread }, at) => unread.some((text) => before[at]?.unread.includes(text) !== true));
  return {
    kind: keeps.kind,
    by,
    before: before.flatMap(({ documents }) => documents),
    after: after.flatMap(({ documents }) => documents),
    owner: whatBecomesOf(by, keeps, owners),
    untold: isLater ? 'after the apply' : isUnread ? 'not readable' : undefined,
  };
}

function whatBecomesOf(by: Held['by'], { of }: Keeps, owners: Owners): Held['owner'] {
  const [first] = by;
  const isOnly = (action: Change['action']) => by.every((change) => change.action === action);
  const address = owners.addressOf(first, of);
  // a name that is known only after apply belongs to a new owner
  const itself = of === undefined || address === undefined;
  const action = itself
    ? isOnly('create')
      ? 'create'
      : isOnly('delete')
        ? 'delete'
        : undefined
    : owners.actionOf(address);
  if (action === 'create') return 'comes';
  return action === 'delete' ? 'goes' : 'stays';
}

interface Read {
  readonly documents: readonly PolicyDocument[];
  /** Texts that cannot be parsed as policies, such as references. */
  readonly unread: readonly string[];
}

interface Side {
  readonly type: string;
  readonly values: Change['before'];
}

function documentsIn({ type, values }: Side, { path }: Keeps, read: Reader): Read {
  const stated = statedBy(type);
  if (stated !== undefined)
    return { documents: Object.keys(values).length === 0 ? [] : [stated.statement(values)], unread: [] };
  const texts = textsAt(values, path);
  const documents = texts.map((text) => read(text));
  return {
    documents: documents.flatMap((document) => document ?? []),
    unread: texts.filter((_, at) => documents[at] === undefined),
  };
}

type Reader = (text: string) => PolicyDocument | undefined;

/** Parses each policy text once: many roles of a plan share policies. */
function reader(): Reader {
  const kept = new Map<string, PolicyDocument | undefined>();
  return (text) => {
    if (!kept.has(text)) kept.set(text, parsed(text));
    return kept.get(text);
  };
}

function parsed(text: string): PolicyDocument | undefined {
  try {
    return parsePolicy(text);
  } catch {
    return undefined;
  }
}

import { fc, test } from '@fast-check/jest';
import { equal, isList, isObject, type Value } from '@himeshima/terraform-json';
import { keyOf } from '../difference/canonical-key';
import { withLater } from '../difference/unknown-values';
import { maskText } from '../masking/mask';
import {
  changeOf,
  type MutatedResource,
  mutatedAttributes,
  mutatedPlans,
  mutatedResources,
  mutatedUnknownResources,
  type PlannedResource,
} from '../mutations.arbitrary';
import { documentIn } from '../plan/json-documents';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { codeSpan } from './markdown';
import { longestNote, noteOf } from './note';

const reviewed = (resource_changes: readonly object[]) =>
  reviewOf(planOf({ format_version: '1.2', resource_changes }, { stack: 'dev', basis: { hash: 'a'.repeat(64) } }));

const noteAbout = (resource_changes: readonly object[]) => noteOf(reviewed(resource_changes), { commit: undefined });

const planned = (resource: MutatedResource, { name = 'it', module = '' } = {}) => ({
  address: `${module}${resource.type}.${name}`,
  mode: 'managed',
  type: resource.type,
  name,
  change: changeOf(resource),
});

/** Returns whether a text names an attribute, or a value inside it. The name itself may be a secret. */
const namesAttribute = (text: string, name: string, attribute = maskText(name)): boolean =>
  text.includes(codeSpan(attribute)) || [`\`${attribute}.`, `\`${attribute}[`].some((start) => text.includes(start));

/** Words for an update of which the note shows no value. */
const invisible = 'with no changed value';

/**
 * Returns a value without its notation: without empty values, numbers as text, and a list of one value as this value. If other values of
 * the same attribute change, the note does not repeat that the notation changes, too.
 */
function meaningOf(value: Value): Value {
  const inside = documentIn(value);
  if (inside !== undefined) return meaningOf(inside);
  if (isList(value)) return value.length === 1 ? meaningOf(value[0] ?? null) : value.map(meaningOf);
  if (!isObject(value)) return value === null ? '' : String(value);
  const entries = Object.entries(value).map(([name, one]) => [name, meaningOf(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== '' && keyOf(one) !== '{}' && keyOf(one) !== '[]'));
}

/** Returns what a note can say about a change. A monitor attribute that is known only in part is described as unknown. */
function visible({ type, change: { after, after_unknown: unknown } }: ReturnType<typeof planned>): Value {
  const names = isObject(unknown) ? Object.keys(unknown) : [];
  const later = inSentences.test(type) ? Object.fromEntries(names.map((name) => [name, true])) : unknown;
  return meaningOf(withLater(after, later));
}

/** Attributes that the note describes in a sentence instead of by their names. */
const inSentences = /^(?:datadog_monitor\b|aws_iot_topic_rule\b|aws_lambda_function\b|aws_sfn_state_machine\b)/;

const isEffective = (resource: MutatedResource) => mutatedAttributes(changeOf(resource)).length > 0;
const changed = mutatedResources.filter(isEffective);

/** Returns the resource without one of its mutations. */
const without = ({ mutations, ...resource }: MutatedResource, omitted: number): MutatedResource => ({
  ...resource,
  mutations: mutations.filter((_, at) => at !== omitted),
});

test.prop([changed], { numRuns: 300 })('the note names every changed attribute of any provider', (resource) => {
  const change = planned(resource);
  const note = noteAbout([change]);
  if (note.includes(invisible)) return;
  const silent = mutatedAttributes(change.change).filter((attribute) => !namesAttribute(note, attribute));
  const unmentioned = silent.filter((attribute) => {
    const mutations = resource.mutations.filter(({ path }) => path[0] !== attribute);
    return !inSentences.test(resource.type) || noteAbout([planned({ ...resource, mutations })]) === note;
  });
  expect(unmentioned).toEqual([]);
});

/** Resources without marks, because several changes inside a masked value are shown as one. */
const unmarked = changed.map(({ mutations, ...resource }) => ({
  ...resource,
  mutations: mutations.map((one) => ({ ...one, isSensitive: false })),
}));

test.prop([unmarked], { numRuns: 300 })(
  'the note of a plan says something about every mutation of a value',
  (resource) => {
    const change = planned(resource);
    const note = noteAbout([change]);
    const silent = resource.mutations.filter(({ kind, path: [attribute] }, at) => {
      // of two values of the same attribute, one may mean the same as the other: a default and a missing value; if items change, the note
      // does not repeat that their order changes, too; and a list with an unknown item is unknown
      const others = resource.mutations.filter(({ path: [name] }, other) => other !== at && name === attribute);
      const isUnknown = others.some((other) => other.kind === 'unknown');
      if (isUnknown || (others.length > 0 && (kind === 'reversed' || inSentences.test(resource.type)))) return false;
      const other = planned(without(resource, at));
      return !equal(visible(other), visible(change)) && noteAbout([other]) === note;
    });
    expect(silent).toEqual([]);
  },
);

test.prop([mutatedUnknownResources.filter(isEffective)], { numRuns: 200 })(
  'no update of a type without rules is judged as harmless',
  (resource) => {
    const { verdict } = reviewed([planned(resource)]);
    expect(['unjudged', 'danger', 'critical']).toContain(verdict);
  },
);

/** Entry of a note about one change, or about equal changes of several resources. */
interface Entry {
  readonly text: string;
  readonly addresses: readonly string[];
  /** Number of further resources that the entry counts. */
  readonly more: number;
}

/** Returns the entries in the sections of a note about changes. */
function entriesIn(note: string, known: ReadonlySet<string>): readonly Entry[] {
  const sections = note.split(/^\*\*(?=[A-Z])/m).filter((one) => /^(?:Changes|Not judged [^*]*)\*\*$/m.test(one));
  return sections.flatMap((section) =>
    section.split(/^- /m).flatMap((text): Entry[] => {
      const [first = '', ...further] = text.trimEnd().split('\n');
      const own = /^`([^`]+)`: update/.exec(first)?.[1];
      if (own !== undefined) return [{ text, addresses: [own], more: 0 }];
      const last = further.findLast((line) => line.startsWith('  - ')) ?? '';
      const addresses = [...last.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) => (known.has(name) ? [name] : []));
      const [, more = '0'] = / and (\d+) more$/.exec(last) ?? [];
      return addresses.length === 0 ? [] : [{ text, addresses, more: Number(more) }];
    }),
  );
}

/** Returns the numbers in a text that the first group of a pattern matches. */
const sumOf = (text: string, pattern: RegExp): number =>
  [...text.matchAll(pattern)].reduce((sum, [, count = '0']) => sum + Number(count), 0);

/** Returns the changes of a plan. Some resources have several instances with equal changes, and some do not change. */
const changesIn = (plan: readonly PlannedResource[]) =>
  plan.flatMap(({ module, isKept, resource, copies }, at) =>
    Array.from({ length: copies + 1 }, (_, copy) => {
      const change = planned(resource, { module, name: `r${at}_${copy}` });
      const isChanged = !isKept && mutatedAttributes(change.change).length > 0;
      return isChanged
        ? change
        : {
            ...change,
            change: { ...change.change, actions: ['no-op'], after: change.change.before, after_unknown: {} },
          };
    }),
  );

const smallPlans = mutatedPlans({ minLength: 1, maxLength: 12 });
const largePlans = mutatedPlans({ minLength: 60, maxLength: 120 });

function expectEveryChange(changes: ReturnType<typeof changesIn>, longest: number): void {
  const review = reviewed(changes);
  const note = noteOf(review, { commit: undefined, longest });
  const idOf = new Map(review.monitors.map(({ address, id }) => [address, id]));
  const changed = changes.filter(({ change }) => change.actions[0] === 'update');
  const others = changed.filter(({ address }) => !idOf.has(address));
  const entries = entriesIn(note, new Set(others.map(({ address }) => address)));
  const entryOf = new Map(entries.flatMap((entry) => entry.addresses.map((address) => [address, entry] as const)));
  const omitted = /<summary>\d+ values? (?:is|are) not shown[\s\S]*?<\/details>/.exec(note)?.[0] ?? '';
  const silent = others.flatMap(({ address, type, change }) => {
    const text = entryOf.get(address)?.text;
    return text === undefined || text.includes(invisible) || inSentences.test(type)
      ? []
      : mutatedAttributes(change)
          .filter((name) => !namesAttribute(text, name) && !namesAttribute(omitted, name))
          .map((name) => `${address}: ${name}`);
  });
  expect(silent).toEqual([]);
  const [described = ''] = /^- .* described only under “Dangers”$/m.exec(note) ?? [];
  const counted =
    sumOf(note, /^- (\d+) more resources?, listed below/gm) +
    sumOf(described, /(\d+) updates?/g) +
    entries.reduce((sum, { more }) => sum + more, 0);
  expect(entryOf.size + counted).toBe(others.length);
  const [body = '', affected = ''] = note.split(/<summary>(?:Other|All) affected resources \(\d+\)<\/summary>/);
  const isNamed = ({ address }: { readonly address: string }) =>
    body.includes(codeSpan(address)) || body.includes(codeSpan(idOf.get(address) ?? address));
  const unnamed = changed.filter((one) => !isNamed(one));
  const listed = unnamed.filter(({ address }) => affected.includes(`- ${codeSpan(address)} `));
  expect(listed.length + sumOf(affected, /(\d+) `\w+` update/g)).toBe(unnamed.length);
}

test.prop([smallPlans], { numRuns: 60 })(
  'the note names or counts every change of a plan with several resources',
  (plan) => expectEveryChange(changesIn(plan), longestNote.gitlab),
);

test.prop([largePlans, fc.constantFrom(longestNote.gitlab, longestNote.github)], { numRuns: 8 })(
  'the note names or counts every change of a plan with hundreds of resources',
  (plan, longest) => expectEveryChange(changesIn(plan), longest),
);

import type { ModuleMove } from '../module-moves';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Rename } from '../renames';
import type { Review } from '../review';

interface FormattedRename {
  readonly what: Phrase;
  /** Lines of a `moved` block. Terraform rejects a block with two arguments on one line. */
  readonly block: readonly string[];
  /** Equivalent statement in CDK for Terraform. Empty for a module, because CDK for Terraform moves single resources. */
  readonly inCdk: Phrase;
}

/** Introduction to a list of possible renames. */
export const renamesIntroduction: Phrase = words(
  'For each pair, Terraform deletes one resource and creates the other. If a pair is a rename, add its moved block.',
);

const namedAtMost = 8;

/** Formats the moved modules and the possible renames. */
export const formatRenames = ({ moves, renames }: Review): readonly FormattedRename[] => [
  ...moves.map(formatMove),
  ...renames.map(formatRename),
];

function formatMove({ from, to, count, stateful, sameNames }: ModuleMove): FormattedRename {
  const lost = words(stateful ? '; otherwise the data is lost' : '');
  const blocked =
    sameNames === 0
      ? []
      : words(
          ` The names of ${counted(sameNames, 'resource')} do not change, so the new ${sameNames === 1 ? 'resource' : 'resources'} cannot be created until the old ${sameNames === 1 ? 'resource is' : 'resources are'} deleted.`,
        );
  return {
    what: say`${to} looks like ${from} at a new address: ${words(counted(count, 'resource'))} are deleted and created again.${blocked} If the module was moved, add this moved block${lost}.`,
    block: movedBlock(from, to),
    inCdk: [],
  };
}

const movedBlock = (from: string, to: string): readonly string[] => [
  'moved {',
  `  from = ${from}`,
  `  to   = ${to}`,
  '}',
];

/** Formats a possible rename: `b looks like a rename of a (92% identical apart from names; differs in timeout). …`. */
function formatRename({ from, to, confidence, stateful, differs, sameName, keep }: Rename): FormattedRename {
  const lost = words(stateful ? '; otherwise the data is lost' : '');
  return {
    what: say`${to} looks like a rename of ${from} (${similarity(confidence, differs)}).${inUse(sameName)} If this is a rename, add this moved block${kept(keep)}${lost}.${mayReplace(differs, keep)}`,
    block: movedBlock(from, to),
    inCdk: say`In CDK for Terraform: ${`moveFromId('${from}')`}`,
  };
}

/** Describes the similarity of two resources, ignoring their names. */
function similarity(confidence: Rename['confidence'], differs: Rename['differs']): Phrase {
  const named = differs.slice(0, namedAtMost).map((name) => say`${name}`);
  const more = differs.length - named.length;
  const names = joined(more > 0 ? [...named, words(`${more} more`)] : named);
  if (confidence === 1) return say`identical apart from ${differs.length === 0 ? words('names') : names}`;
  const described = words(`${Math.floor(confidence * 100)}% identical apart from names`);
  return differs.length === 0 ? described : say`${described}; differs in ${names}`;
}

/** Warns about attributes that may force a replacement of the moved resource. The plan does not contain the provider's schema. */
const mayReplace = (differs: Rename['differs'], keep: Rename['keep']): Phrase =>
  differs.every((name) => keep.some((one) => one.name === name))
    ? []
    : words(' Then check the next plan, because one of the differing attributes may still force a replacement.');

const inUse = (sameName: Rename['sameName']): Phrase =>
  sameName === undefined
    ? []
    : say` Both resources have the same ${sameName}, so the new resource cannot be created until the old resource is deleted.`;

/** Formats the attributes that must not change, because Terraform would replace the moved resource. */
function kept(keep: Rename['keep']): Phrase {
  if (keep.length === 0) return [];
  const values = keep.map(({ name, value }) =>
    value === undefined ? say`the old ${name}` : say`${`${name} = ${value}`}`,
  );
  return say` and keep ${joined(values)} (any other value replaces the resource)`;
}

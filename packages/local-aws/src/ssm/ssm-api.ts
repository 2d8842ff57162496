import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { jsonApi, operation } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { type AccessedResources, AwsError, type AwsRequest, type ServiceApi } from '../gateway/service-api';
import type { Secrets } from '../secrets-manager/secrets';
import { filterKeys, keyIdOf, ParameterFilters, parameterFilter } from './parameter-filters';
import { parameterReference, referencedArn } from './parameter-reference';
import type { Parameter, Parameters } from './parameters';
import { isSecretReference, secretParameter } from './secret-reference';

const Decryption = z.object({ WithDecryption: z.boolean().default(false) });
const GetParameter = Decryption.extend({ Name: z.string().min(1) });
const GetParameters = Decryption.extend({ Names: z.array(z.string().min(1)).min(1).max(10) });
const GetParametersByPath = Decryption.extend({
  Path: z.string().min(1),
  Recursive: z.boolean().default(false),
  MaxResults: z.int().min(1).max(10).default(10),
  NextToken: z.string().optional(),
  ParameterFilters,
});
const DescribeParameters = z.object({
  MaxResults: z.int().min(1).max(50).default(50),
  NextToken: z.string().optional(),
  ParameterFilters,
  Filters: z
    .array(z.unknown())
    .max(0, 'Filters is deprecated and not supported locally; use ParameterFilters')
    .optional(),
  Shared: z.literal(false, 'shared parameters are not supported locally').optional(),
});

/**
 * Returns the ARNs of the parameters that a call accesses. Source: service authorization reference,
 * "AWS Systems Manager".
 */
const accessed: AccessedResources = (input, place) => {
  const named = input.text('Name', 'Path');
  const names = named === undefined ? input.all('Names') : [named];
  return names.map((name) => referencedArn(name, place));
};

/** Returns a parameter without its value. */
function metadataOf(parameter: Parameter) {
  const keyId = keyIdOf(parameter);
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: parameter.type,
    ...(keyId !== undefined && { KeyId: keyId }),
    LastModifiedDate: parameter.modifiedAt / 1000,
    ...(parameter.description !== undefined && { Description: parameter.description }),
    ...(parameter.allowedPattern !== undefined && { AllowedPattern: parameter.allowedPattern }),
    Version: parameter.version,
    Tier: 'Standard',
    Policies: [],
    DataType: parameter.dataType,
  };
}

/**
 * Creates the Parameter Store API. Source: Systems Manager API reference,
 * "GetParameter", "GetParameters", "GetParametersByPath", "DescribeParameters".
 */
export function ssmApi(
  parameters: Parameters,
  secrets: Secrets,
  authorizer: Pick<Authorizer, 'authorize' | 'mayUseKey'>,
): ServiceApi {
  /**
   * Returns a parameter's value, decrypted on request. Source: Systems Manager
   * user guide, "secure-string-parameter-kms-encryption".
   * @throws AwsError AccessDeniedException if the caller is not allowed to decrypt the value
   */
  const readValue = (parameter: Parameter, isDecrypted: boolean, { principal }: AwsRequest): string => {
    if (parameter.type !== 'SecureString') return parameter.value;
    if (!isDecrypted) return parameter.ciphertext;
    const decision = authorizer.mayUseKey({ principal, use: 'decrypting a SecureString', resource: parameter.arn });
    if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason);
    return parameter.value;
  };

  const answerOf = (parameter: Parameter, selector: string | undefined, value: string) => ({
    Name: parameter.name,
    Type: parameter.type,
    Value: value,
    Version: parameter.version,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    LastModifiedDate: parameter.modifiedAt / 1000,
    ARN: parameter.arn,
    DataType: parameter.dataType,
  });

  /**
   * Returns a parameter, and the version or label that its reference selects.
   * @throws AwsError ParameterNotFound or ParameterVersionNotFound
   */
  const find = (name: string): { parameter: Parameter; selector: string | undefined } => {
    const { id, selector } = parameterReference(name);
    const parameter = parameters.find(id);
    if (parameter === undefined) throw new AwsError('ParameterNotFound', `Parameter ${id} not found.`);
    // a declared parameter has one version and no labels
    if (selector !== undefined && selector !== String(parameter.version)) {
      const reason = `Systems Manager could not find version ${selector} of ${id}. Verify the version and try again.`;
      throw new AwsError('ParameterVersionNotFound', reason);
    }
    return { parameter, selector };
  };

  const read = (name: string, isDecrypted: boolean, request: AwsRequest): object => {
    if (isSecretReference(name)) return secretParameter(name, { secrets, authorizer, request, isDecrypted });
    const { parameter, selector } = find(name);
    return answerOf(parameter, selector, readValue(parameter, isDecrypted, request));
  };

  const readOrUndefined = (name: string, isDecrypted: boolean, request: AwsRequest) => {
    try {
      return read(name, isDecrypted, request);
    } catch (error) {
      if (error instanceof AwsError && error.code.startsWith('Parameter')) return undefined;
      throw error;
    }
  };

  const api = jsonApi('ssm', {
    GetParameter: operation(GetParameter, ({ Name, WithDecryption }, request) => ({
      Parameter: read(Name, WithDecryption, request),
    })),
    GetParameters: operation(GetParameters, ({ Names, WithDecryption }, request) => {
      const found = [...new Set(Names)].map((name) => ({
        name,
        answer: readOrUndefined(name, WithDecryption, request),
      }));
      return {
        Parameters: found.flatMap(({ answer }) => answer ?? []),
        InvalidParameters: found.flatMap(({ name, answer }) => (answer === undefined ? [name] : [])),
      };
    }),
    GetParametersByPath: operation(GetParametersByPath, (input, request) => {
      if (!input.Path.startsWith('/'))
        throw new AwsError('ValidationException', 'The parameter path must begin with a forward slash "/".');
      const matches = parameterFilter(input.ParameterFilters, filterKeys.GetParametersByPath);
      const { items, nextToken } = pageOf(parameters.below(input.Path, input.Recursive).filter(matches), {
        size: input.MaxResults,
        token: input.NextToken,
        invalidTokenCode: 'InvalidNextToken',
      });
      return {
        Parameters: items.map((parameter) =>
          answerOf(parameter, undefined, readValue(parameter, input.WithDecryption, request)),
        ),
        ...nextToken,
      };
    }),
    DescribeParameters: operation(DescribeParameters, (input) => {
      const matches = parameterFilter(input.ParameterFilters, filterKeys.DescribeParameters);
      const { items, nextToken } = pageOf(parameters.all().filter(matches), {
        size: input.MaxResults,
        token: input.NextToken,
        invalidTokenCode: 'InvalidNextToken',
      });
      return { Parameters: items.map(metadataOf), ...nextToken };
    }),
  });
  return Object.assign(api, { accessed });
}

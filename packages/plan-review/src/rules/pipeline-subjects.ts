import type { Right } from '@himeshima/aws-policy';

/** Matches the OIDC providers of public services that run the pipelines of anyone. */
const provider = /:oidc-provider\/(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)$/;

/** Returns whether a permission belongs to pipelines, which a public OIDC provider identifies. */
export const isOfPipelines = ({ principal = '' }: Right): boolean => provider.test(principal);

/** Returns the subjects of the pipelines that have a permission: `repo:shop/web:ref:refs/heads/main`. Empty for other principals. */
export const pipelineSubjects = (right: Right): readonly string[] =>
  isOfPipelines(right)
    ? right.conditions.flatMap(
        (condition) => /^String(?:Equals|Like)\S* \S+:sub (.*)$/.exec(condition)?.[1]?.split(', ') ?? [],
      )
    : [];

import type { Right } from '@himeshima/aws-policy';

/** Matches the OIDC providers of public services that run the pipelines of anyone. */
const provider = /:oidc-provider\/(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)$/;

/** Returns whether a permission belongs to pipelines, which a public OIDC provider identifies. */
export const isOfPipelines = ({ principal = '' }: Right): boolean => provider.test(principal);

/** Matches conditions on the subject of a token. Names of claims are not case-sensitive, and only `StringLike` knows wildcards. */
const onSubject = /^(?:ForAnyValue:)?String(Equals|Like)\S* \S+:sub (.*)$/i;

/**
 * Returns the subjects of the pipelines that have a permission: `repo:shop/web:ref:refs/heads/main`. All conditions have to be met, so that
 * the one with the fewest wildcards counts. Empty for other principals.
 */
export function pipelineSubjects(right: Right): readonly string[] {
  if (!isOfPipelines(right)) return [];
  const conditions = right.conditions.flatMap((condition) => {
    const [, operator = '', values] = onSubject.exec(condition) ?? [];
    const isExact = /^equals$/i.test(operator);
    return values === undefined ? [] : [{ subjects: values.split(', '), isExact }];
  });
  const wildcards = (subjects: readonly string[]) => subjects.filter((one) => /[*?]/.test(one)).length;
  const [first] = conditions.toSorted(
    (a, b) => Number(b.isExact) - Number(a.isExact) || wildcards(a.subjects) - wildcards(b.subjects),
  );
  return first === undefined
    ? []
    : first.isExact
      ? first.subjects.map((one) => one.replace(/[*?]/g, ''))
      : first.subjects;
}

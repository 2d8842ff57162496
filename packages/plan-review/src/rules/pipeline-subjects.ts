import type { Right } from '@himeshima/aws-policy';

/** Matches the OIDC providers of public services that run the pipelines of anyone. */
const provider = /:oidc-provider\/(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)$/;

/** Returns whether a permission belongs to pipelines, which a public OIDC provider identifies. */
export const isOfPipelines = ({ principal = '' }: Right): boolean => provider.test(principal);

/** Matches conditions on the subject of a token. Names of claims are not case-sensitive, and only `StringLike` knows wildcards. */
const onSubject = /^(?:ForAnyValue:)?String(Equals|Like)\S* \S+:sub (.*)$/i;

/** Subjects of the pipelines that have a permission: `repo:shop/web:ref:refs/heads/main`. */
interface Subjects {
  /** Empty for other principals, and for pipelines of any repository. */
  readonly subjects: readonly string[];
  /** Whether the subjects are compared as they are, so that `*` and `?` stand for themselves. */
  readonly isExact: boolean;
}

/** Matches a wildcard of `StringLike`. */
export const wildcard = /[*?]/;

/** Returns the subjects of the pipelines that have a permission. All conditions have to be met, so that the narrowest one counts. */
export function pipelineSubjects(right: Right): Subjects {
  const conditions = (isOfPipelines(right) ? right.conditions : []).flatMap((condition): Subjects[] => {
    const [, operator = '', values] = onSubject.exec(condition) ?? [];
    return values === undefined ? [] : [{ subjects: values.split(', '), isExact: /^equals$/i.test(operator) }];
  });
  const wildcards = ({ subjects }: Subjects) => subjects.filter((one) => wildcard.test(one)).length;
  const [narrowest] = conditions.toSorted(
    (a, b) => Number(b.isExact) - Number(a.isExact) || wildcards(a) - wildcards(b),
  );
  return narrowest ?? { subjects: [], isExact: false };
}

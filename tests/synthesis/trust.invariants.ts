import { readFileSync } from 'node:fs';
import { decideAccess, parsePolicy } from '@himeshima/aws-policy';
import * as z from 'zod';
import type { Environment } from '../../config/environment';
import { names } from '../../config/names';
import { pipeline } from '../../config/pipeline';
import { at, type SynthesizedEnvironment, textAt } from './synthesized-environments';

/** Tests which GitLab jobs may assume a role, according to their tokens, as in AWS. */
export function trustInvariants(environment: Environment, synthesized: () => SynthesizedEnvironment): void {
  const iam = (path: string) => `arn:aws:iam::${environment.account}:${path}`;
  /** Returns the trust policy of a role as AWS receives it. */
  const trustOf = (role: string) => {
    const address = `aws_iam_role.${role.replace('-', '_')}`;
    const text = textAt(at(synthesized(), address), 'assume_role_policy').replace(
      '${aws_iam_openid_connect_provider.gitlab.arn}',
      iam('oidc-provider/gitlab.com'),
    );
    return { name: address, document: parsePolicy(text) };
  };

  /** Returns whether a job with this `sub` may assume the role. */
  const trusts = (role: string, sub: string, aud: string = pipeline.gitlab) => {
    const issuer = pipeline.gitlab.replace('https://', '');
    const decision = decideAccess({
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: iam(`role/${names.role(role)}`),
      context: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: aud },
      principal: { kind: 'Federated', id: iam('oidc-provider/gitlab.com') },
      identity: [],
      resourcePolicies: [trustOf(role)],
      rule: 'resource',
    });
    return decision.decision === 'allowed';
  };

  const claims = z
    .object({ ci_id_token_sub_claim_components: z.array(z.string()) })
    .parse(JSON.parse(readFileSync('.gitlab/project.json', 'utf8'))).ci_id_token_sub_claim_components;
  /** Returns the `sub` that GitLab builds from the configured claims. Omits claims that the job lacks (lib/gitlab/ci/jwt_v2.rb). */
  const sub = (job: Readonly<Record<string, string>>) =>
    claims.flatMap((claim) => (job[claim] === undefined ? [] : [claim, job[claim]])).join(':');
  const of = (ref: string, project: string = pipeline.project) => ({ project_path: project, ref_type: 'branch', ref });
  /** Additional claims of a job: without an environment, with an unprotected environment, and with a protected environment. */
  const nowhere = {};
  const open = { environment_protected: 'false' };
  const guarded = { environment_protected: 'true' };

  test('the plan role trusts the protected branch, and other branches only if config permits it', () => {
    const anyBranch = environment.plannedFrom === 'any branch';
    // the state of an environment with real data contains secrets
    if (environment.protectData) expect(anyBranch).toBe(false);
    for (const where of [nowhere, open, guarded]) {
      expect(trusts('pipeline-plan', sub({ ...of(pipeline.branch), ...where }))).toBe(true);
      expect(trusts('pipeline-plan', sub({ ...of('mine'), ...where }))).toBe(anyBranch);
    }
  });

  test('the test role trusts only the protected branch', () => {
    for (const where of [nowhere, open, guarded]) {
      expect(trusts('pipeline-test', sub({ ...of(pipeline.branch), ...where }))).toBe(true);
      expect(trusts('pipeline-test', sub({ ...of('mine'), ...where }))).toBe(false);
    }
  });

  test('the deploy role trusts only the protected branch and, if configured, only its jobs in a protected environment', () => {
    const all = environment.deployedFrom === 'protected branch';
    expect(trusts('pipeline-deploy', sub({ ...of(pipeline.branch), ...guarded }))).toBe(true);
    for (const where of [nowhere, open])
      expect({ where, may: trusts('pipeline-deploy', sub({ ...of(pipeline.branch), ...where })) }).toEqual({
        where,
        may: all,
      });
    for (const where of [nowhere, open, guarded])
      for (const other of ['mine', `${pipeline.branch}-2`])
        expect(trusts('pipeline-deploy', sub({ ...of(other), ...where }))).toBe(false);
  });

  test('no role trusts forks, tags, or tokens for another audience', () => {
    for (const role of ['pipeline-plan', 'pipeline-deploy', 'pipeline-test'])
      for (const where of [nowhere, guarded]) {
        expect(trusts(role, sub({ ...of(pipeline.branch, 'somebody/himeshima'), ...where }))).toBe(false);
        expect(trusts(role, sub({ ...of('v1'), ref_type: 'tag', ...where }))).toBe(false);
        expect(trusts(role, sub({ ...of(pipeline.branch), ...where }), 'https://elsewhere.example')).toBe(false);
      }
  });
}

import { Team } from '@cdktf/provider-datadog/lib/team';
import { TeamMembership } from '@cdktf/provider-datadog/lib/team-membership';
import type { TerraformStack } from 'cdktf';
import type { DeclaredTeam } from '../monitors/notifications';
import { withCallSite } from '../stack/declared-construct';
import { declareValid } from './declare-valid';

/** Declares teams and their members. */
export function declareTeams(stack: TerraformStack, teams: readonly DeclaredTeam[]): void {
  declareValid(stack, teams, ({ id, name, handle, description, members = {}, declared }) => {
    const team = new Team(stack, id, { name, handle, description });
    for (const [userId, role] of Object.entries(members)) {
      // null declares an ordinary member, because the provider has no name for that role
      const membership = { teamId: team.id, userId, ...(role === 'admin' && { role }) };
      withCallSite(new TeamMembership(stack, `${id}-${userId}`, membership), declared);
    }
    return team;
  });
}

import { Controls, Rule } from '../rules/rule';

/** What the reports say of a rule beside what it found. */
export type RuleText = Pick<Rule, 'id' | 'title' | 'why' | 'fix' | 'severity' | 'level' | 'controls'>;

export const PROJECT_ADDRESS = 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket';

const PUBLISHERS: Readonly<Record<keyof Controls, string>> = {
  securityHub: 'Security Hub', cis: 'CIS', cisV6: 'CIS v6', cisV7: 'CIS v7', config: 'AWS Config',
};

/** Each control with its publisher: `Security Hub S3.8`. */
export function controlNames(controls: Controls): string[] {
  return (Object.entries(PUBLISHERS) as [keyof Controls, string][])
    .flatMap(([kind, publisher]) => (controls[kind] ?? []).map((id) => `${publisher} ${id}`));
}

/** The article about a rule. */
export function ruleAddress(id: string): string {
  return `${PROJECT_ADDRESS}/blob/main/RULES.md#${encodeURIComponent(id.toLowerCase())}`;
}

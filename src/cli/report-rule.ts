import { Severity } from '../rules/finding';

/** What the reports say of a rule beside what it found. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: Severity;
  readonly controls: RuleControls;
}

/** The controls that ask for the same, by who publishes them. */
export interface RuleControls {
  readonly securityHub: readonly string[];
  readonly cis: readonly string[];
  readonly config: readonly string[];
}

export const PROJECT_ADDRESS = 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket';

const PUBLISHERS: Readonly<Record<keyof RuleControls, string>> = {
  securityHub: 'Security Hub', cis: 'CIS', config: 'AWS Config',
};

/** Each control with its publisher: `Security Hub S3.8`. */
export function controlNames(controls: RuleControls): string[] {
  return (Object.entries(PUBLISHERS) as [keyof RuleControls, string][])
    .flatMap(([kind, publisher]) => controls[kind].map((id) => `${publisher} ${id}`));
}

/** The article about a rule. */
export function ruleAddress(id: string): string {
  return `${PROJECT_ADDRESS}/blob/main/RULES.md#${encodeURIComponent(id.toLowerCase())}`;
}

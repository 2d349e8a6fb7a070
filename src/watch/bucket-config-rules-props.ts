import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { BucketWatch } from './bucket-watch';
import { CONFIG_MANAGED_RULES } from './config-managed-rules';
import { CheckLevel } from '../checks/check-props';
import { InputChecks } from '../input/input-checks';
import { nearestName } from '../input/nearest-name';

/**
 * Properties of `BucketConfigRules`.
 */
export interface BucketConfigRulesProps {
  /**
   * For which rules of this library the managed rules are made that ask for the same.
   *
   * @default CheckLevel.BASELINE
   */
  readonly level?: CheckLevel;

  /**
   * The names of managed rules that are not made, such as `s3-bucket-logging-enabled`.
   *
   * @default - all of the level, except s3-bucket-policy-grantee-check, which is made if it has parameters
   */
  readonly excludedRules?: string[];

  /**
   * Parameters of managed rules, by the name of the rule and that of the parameter, as AWS Config documents them. They are added to
   * those of this library, and win.
   *
   * @default - those in docs/watch.md
   */
  readonly parameters?: { [rule: string]: { [parameter: string]: string } };

  /**
   * Whether the rules are made in every account of the organization: in the management account, or a delegated administrator.
   *
   * @default false
   * @see https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
   */
  readonly organization?: boolean;

  /**
   * Accounts of the organization that get no rules.
   *
   * @default - none
   */
  readonly excludedAccounts?: string[];

  /**
   * A watch whose handler evaluates buckets for AWS Config, too: a custom rule that applies the rules of this library when a bucket
   * changes, and once a day.
   *
   * @default - there are managed rules only
   */
  readonly watch?: BucketWatch;
}

/** Refuses properties that can never make rules. */
export function checkConfigRules(checks: InputChecks, scope: Construct, props: BucketConfigRulesProps): void {
  checks.struct('BucketConfigRulesProps', props);
  checks.oneOf('level', props.level, CheckLevel, 'CheckLevel');
  const names = CONFIG_MANAGED_RULES.map(({ name }) => name);
  const checkName = (prop: string, name: string) => {
    if (!names.includes(name)) {
      const nearest = nearestName(name, names);
      checks.refuse(`${prop} is '${name}', and there is no such managed rule here${nearest ? `; did you mean ${nearest}?` : `. Use one of ${names.join(', ')}`}`);
    }
  };
  props.excludedRules?.forEach((name, i) => checkName(`excludedRules[${i}]`, name));
  Object.keys(props.parameters ?? {}).forEach((name) => checkName('a key of parameters', name));
  props.excludedAccounts?.forEach((account, i) => {
    if (!Token.isUnresolved(account) && !/^\d{12}$/.test(account)) {
      checks.refuse(`excludedAccounts[${i}] is '${account}'. Use an account id of 12 digits`);
    }
  });
  if (props.excludedAccounts && !props.organization) {
    checks.refuse('excludedAccounts needs organization: true. Without it, the rules are made in one account');
  }
  if (props.organization && props.watch) {
    checks.refuse(`watch '${props.watch.node.path}' contradicts organization: true, because its handler reads the buckets of its own account. Deploy a watch into each account, as docs/watch.md shows, and leave watch out here`);
  }
  if (props.watch && Stack.of(props.watch) !== Stack.of(scope)) {
    checks.refuse(`watch '${props.watch.node.path}' is in another stack. Make its rules there`);
  }
}

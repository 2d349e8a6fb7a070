import { aws_config as config, aws_iam as iam, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BucketConfigRulesProps, checkConfigRules } from './bucket-config-rules-props';
import type { BucketWatch } from './bucket-watch';
import { ConfigManagedRule } from './config-managed-rules';
import { conformancePackTemplate, descriptionOf, logicalIdOf, managedRulesAt } from './conformance-pack';
import { acknowledgeWildcards } from './wildcards';
import { CheckLevel } from '../checks/check-props';
import { InputChecks } from '../input/input-checks';

/**
 * The rules of AWS Config that ask for the same as rules of this library, for an account or for a whole organization, and a custom rule
 * that applies the rules of this library itself.
 *
 * AWS Config has to record buckets, access points and keys in the Region, and it charges for each evaluation.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 *
 * @example
 * new BucketConfigRules(this, 'ConfigRules', { organization: true, excludedAccounts: ['111122223333'] });
 */
export class BucketConfigRules extends Construct {
  /**
   * A conformance pack of the same managed rules, as YAML: for `AWS::Config::ConformancePack`, an organization's, or the console.
   *
   * @param level for which rules of this library; `CheckLevel.BASELINE` if left out
   * @throws if the level is none
   */
  public static conformancePack(level?: CheckLevel): string {
    const checks = new InputChecks();
    checks.oneOf('level', level, CheckLevel, 'CheckLevel');
    checks.throwIfAny();
    return conformancePackTemplate(managedRulesAt(level ?? CheckLevel.BASELINE).filter(({ needsParameters }) => !needsParameters));
  }

  /** The names of the managed rules that are made. */
  public readonly managedRules: string[];

  /**
   * Makes the rules.
   *
   * @throws if a property is invalid or contradicts another: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: BucketConfigRulesProps = {}) {
    const checks = new InputChecks(scope, id);
    checkConfigRules(checks, scope, props);
    checks.throwIfAny();
    super(scope, id);
    const given = props.parameters ?? {};
    const rules = managedRulesAt(props.level ?? CheckLevel.BASELINE)
      .filter(({ name, needsParameters }) => !props.excludedRules?.includes(name) && (!needsParameters || given[name]))
      .map((rule) => ({ ...rule, parameters: { ...rule.parameters, ...given[rule.name] } }));
    this.managedRules = rules.map(({ name }) => name);
    rules.forEach((rule) => props.organization ? this.organizationRule(rule, props.excludedAccounts) : this.accountRule(rule));
    if (props.watch) {
      this.customRule(props.watch, this.node.addr.slice(-8));
    }
  }

  private accountRule(rule: ConfigManagedRule): void {
    const { name, identifier, trigger, resourceTypes, parameters } = rule;
    new config.CfnConfigRule(this, logicalIdOf(name), {
      description: descriptionOf(rule),
      inputParameters: Object.keys(parameters).length > 0 ? parameters : undefined,
      maximumExecutionFrequency: trigger === 'changes' ? undefined : DAILY,
      scope: trigger === 'periodic' ? undefined : { complianceResourceTypes: [...resourceTypes] },
      source: { owner: 'AWS', sourceIdentifier: identifier },
    });
  }

  private organizationRule(rule: ConfigManagedRule, excludedAccounts: string[] | undefined): void {
    const { name, identifier, trigger, resourceTypes, parameters } = rule;
    new config.CfnOrganizationConfigRule(this, logicalIdOf(name), {
      organizationConfigRuleName: `hardened-bucket-${name}`,
      excludedAccounts,
      organizationManagedRuleMetadata: {
        ruleIdentifier: identifier,
        description: descriptionOf(rule),
        inputParameters: Object.keys(parameters).length > 0 ? Stack.of(this).toJsonString(parameters) : undefined,
        maximumExecutionFrequency: trigger === 'changes' ? undefined : DAILY,
        resourceTypesScope: trigger === 'periodic' ? undefined : [...resourceTypes],
      },
    });
  }

  /** @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html */
  private customRule({ handler }: BucketWatch, unique: string): void {
    const { account } = Stack.of(this);
    handler.addPermission(`AllowConfig${unique}`, { principal: new iam.ServicePrincipal('config.amazonaws.com'), sourceAccount: account });
    const permissions = new iam.ManagedPolicy(this, 'Permissions', {
      roles: [handler.role!],
      // It takes no resource.
      statements: [new iam.PolicyStatement({ sid: 'PutEvaluations', actions: ['config:PutEvaluations'], resources: ['*'] })],
    });
    acknowledgeWildcards(permissions, 'config:PutEvaluations takes no resource. An evaluation counts only with the token that AWS Config gave to the function.');
    const rule = new config.CfnConfigRule(this, 'HardenedBuckets', {
      description: 'The rules of cdk-hardened-bucket, applied by its bucket watch',
      scope: { complianceResourceTypes: ['AWS::S3::Bucket'] },
      source: {
        owner: 'CUSTOM_LAMBDA',
        sourceIdentifier: handler.functionArn,
        sourceDetails: [
          { eventSource: 'aws.config', messageType: 'ConfigurationItemChangeNotification' },
          { eventSource: 'aws.config', messageType: 'OversizedConfigurationItemChangeNotification' },
          { eventSource: 'aws.config', messageType: 'ScheduledNotification', maximumExecutionFrequency: DAILY },
        ],
      },
    });
    // AWS Config tries whether it may invoke the function.
    rule.node.addDependency(permissions, handler.node.findChild(`AllowConfig${unique}`) as CfnResource);
  }
}

const DAILY = 'TwentyFour_Hours';

import { CONFIG_MANAGED_RULES, ConfigManagedRule } from './config-managed-rules';
import { CATALOG } from '../rules/catalog';
import { RuleLevel } from '../rules/rule';

/** The rules of the catalog that ask for the same as a managed rule. */
export function catalogRulesOf({ name }: ConfigManagedRule): readonly { readonly id: string; readonly title: string; readonly level: RuleLevel }[] {
  return CATALOG.filter(({ controls }) => controls.config?.includes(name));
}

/** The managed rules for a level: what no rule of the catalog asks for is about the account, and for every level. */
export function managedRulesAt(level: RuleLevel): readonly ConfigManagedRule[] {
  return CONFIG_MANAGED_RULES.filter((rule) => {
    const own = catalogRulesOf(rule);
    return own.length === 0 || level === 'STRICT' || own.some((each) => each.level === 'BASELINE');
  });
}

/** What a managed rule is for, by the words of the catalog. */
export function descriptionOf(rule: ConfigManagedRule): string {
  const [first, ...others] = catalogRulesOf(rule);
  return first ? `${[first, ...others].map(({ id }) => id).join(', ')}: ${first.title}`.slice(0, 256) : 'Block Public Access is on for the account';
}

/** `s3-bucket-acl-prohibited` as a logical id. */
export function logicalIdOf(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * A template of a conformance pack, in YAML.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
 */
export function conformancePackTemplate(rules: readonly ConfigManagedRule[]): string {
  const resources = rules.map((rule) => [
    `  ${logicalIdOf(rule.name)}:`,
    '    Type: AWS::Config::ConfigRule',
    '    Properties:',
    `      ConfigRuleName: hardened-bucket-${rule.name}`,
    `      Description: ${JSON.stringify(descriptionOf(rule))}`,
    ...Object.keys(rule.parameters).length === 0 ? [] : [
      '      InputParameters:',
      ...Object.entries(rule.parameters).map(([name, value]) => `        ${name}: ${JSON.stringify(value)}`),
    ],
    ...rule.trigger === 'changes' ? [] : ['      MaximumExecutionFrequency: TwentyFour_Hours'],
    ...rule.trigger === 'periodic' ? [] : [
      '      Scope:',
      '        ComplianceResourceTypes:',
      ...rule.resourceTypes.map((type) => `          - ${type}`),
    ],
    '      Source:',
    '        Owner: AWS',
    `        SourceIdentifier: ${rule.identifier}`,
  ].join('\n'));
  return `Resources:\n${resources.join('\n')}\n`;
}

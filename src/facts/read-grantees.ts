import { GranteeFacts } from './grantee-facts';
import { ServerlessPolicy } from './serverless-policies';
import { hasUnreadStatements, readPolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { alternativesAt } from '../template/alternatives';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathOf, EvaluatedResource, groupBy, isDeployedWith } from '../template/evaluated-resource';
import { everyHolds, Known, known, mapKnown, readKnown, someHolds, unknown } from '../template/known';
import { dig, listOf, textOf } from '../template/read-json';
import { symbol } from '../template/symbol';
import { Template } from '../template/template';
import { mayBeSamePlace } from '../template/templates-by-place';

export type IdentityKind = 'role' | 'user' | 'group';

/** The identities of templates, looked up by their name. */
export class Grantees {
  private readonly byName: ReadonlyMap<string, EvaluatedResource[]>;
  private functionsByRole: ReadonlyMap<string, RunsAs[]> | undefined;
  private readonly known = new Map<string, GranteeFacts>();

  /**
   * @param functions those in the templates, read when one is asked about
   * @param managedPolicies the ARNs of those in the templates
   */
  constructor(
    identities: readonly EvaluatedResource[], private readonly functions: () => readonly EvaluatedResource[], private readonly managedPolicies: ReadonlySet<string>,
    private readonly evaluator: TemplateEvaluator,
  ) {
    this.byName = groupBy(identities, (identity) => [nameKey(kindOf(identity), textOf(this.reference(identity)))]);
  }

  /** The identity of this kind that a template means by a name. */
  named(kind: IdentityKind, name: string, template: Template): GranteeFacts {
    const found = this.byName.get(nameKey(kind, name)) ?? [];
    // Names are unique in an account only.
    const here = found.find((identity) => identity.template.account === template.account) ?? found[0];
    return here ? this.of(here) : elsewhere(kind, name, template);
  }

  /** The identities here that a policy may mean by a name that is one of several, or not known: then any whose name is written. */
  perhaps(kind: IdentityKind, name: unknown, policy: EvaluatedResource): readonly GranteeFacts[] {
    const found = name instanceof UnknownValue
      ? [...this.byName.values()].flat().filter((identity) => kindOf(identity) === kind && dig(identity.properties, NAMES[kind]) !== undefined)
      : this.byName.get(nameKey(kind, textOf(name))) ?? [];
    return found.filter(({ template }) => mayBeSamePlace(template, policy.template)).map((identity) => this.of(identity));
  }

  /** The identity that this resource is. */
  of(identity: EvaluatedResource): GranteeFacts {
    const key = symbol(identity.address.template, identity.address.logicalId);
    const facts = this.known.get(key) ?? this.read(identity);
    this.known.set(key, facts);
    return facts;
  }

  /** The role that SAM makes for a function or state machine that names none; undefined where it names one. */
  implicit(one: EvaluatedResource, policies: readonly ServerlessPolicy[]): GranteeFacts | undefined {
    const { address: { logicalId }, resource, template, properties } = one;
    if (dig(properties, 'Role') !== undefined) {
      return undefined;
    }
    const open = policies.find((policy) => policy.kind === 'other');
    const trust = dig(properties, 'AssumeRolePolicyDocument');
    const isForLambda = resource.Type === 'AWS::Serverless::Function' && (trust === undefined || isForLambdaOnly(trust));
    return {
      name: logicalId,
      constructPath: constructPathOf(one),
      account: accountOf(template),
      arns: [textOf(this.evaluator.evaluate({ 'Fn::GetAtt': [`${logicalId}Role`, 'Arn'] }, template))],
      outsideVpc: isForLambda ? not(isInsideVpc(one)) : known(false),
      functions: isForLambda ? [{ address: one.address, type: resource.Type, constructPath: constructPathOf(one) }] : [],
      isGroup: false,
      otherPolicies: open?.kind === 'other' ? unknown(open.reason)
        : known(policies.flatMap((policy) => policy.kind === 'managed' ? [policy.arn] : []).filter((arn) => !this.managedPolicies.has(arn))),
    };
  }

  private read(identity: EvaluatedResource): GranteeFacts {
    const { address, template } = identity;
    const kind = kindOf(identity);
    const account = accountOf(template);
    const arn = textOf(this.evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template));
    const functions = () => this.functionsAs(arn).map(({ resource }) => ({ address: resource.address, type: resource.resource.Type, constructPath: constructPathOf(resource) }));
    const isOutsideVpc = () => this.isOutsideVpc(identity, arn);
    return {
      name: address.logicalId,
      constructPath: constructPathOf(identity),
      account,
      arns: kind === 'group' ? anyUserOf(account) : [arn],
      // A getter, because few rules ask for it, and functions are many.
      get outsideVpc() {
        return kind === 'role' ? isOutsideVpc() : known(false);
      },
      get functions() {
        return kind === 'role' ? functions() : [];
      },
      isGroup: kind === 'group',
      otherPolicies: this.otherPolicies(identity),
    };
  }

  private otherPolicies({ properties }: EvaluatedResource): Known<readonly string[]> {
    const attached = dig(properties, 'ManagedPolicyArns');
    const open = [attached, ...listOf(attached)].find((one) => one instanceof UnknownValue);
    return open instanceof UnknownValue ? unknown(open.reason) : known(listOf(attached).map(textOf).filter((arn) => !this.managedPolicies.has(arn)));
  }

  private isOutsideVpc(role: EvaluatedResource, arn: string): Known<boolean> {
    if (!isForLambdaOnly(dig(role.properties, 'AssumeRolePolicyDocument'))) {
      return known(false);
    }
    const functions = this.functionsAs(arn).map(({ isSure, resource }) => ({
      deployed: isSure.known ? isDeployedWith(resource, role) : isSure, inside: isInsideVpc(resource),
    }));
    return everyHolds([
      not(someHolds(functions.map(({ deployed, inside }) => everyHolds([deployed, inside])))),
      someHolds(functions.map(({ deployed, inside }) => everyHolds([deployed, not(inside)]))),
    ]);
  }

  private functionsAs(arn: string): readonly RunsAs[] {
    this.functionsByRole ??= groupBy(this.functions().flatMap((one) => this.rolesOf(one)), (runsAs) => [runsAs.role]);
    return this.functionsByRole.get(arn) ?? [];
  }

  /** The roles that a function acts as, or may. */
  private rolesOf(resource: EvaluatedResource): RunsAs[] {
    const role = dig(resource.properties, 'Role');
    const isSure = role instanceof UnknownValue ? unknown(role.reason) : known(true);
    const roles = role instanceof UnknownValue ? alternativesAt(resource.resource.Properties, ['Role'], resource.template, this.evaluator) : [role];
    return roles.map((one) => ({ resource, role: textOf(one), isSure }));
  }

  private reference({ address, template }: EvaluatedResource): unknown {
    return this.evaluator.evaluate({ Ref: address.logicalId }, template);
  }
}

const NAMES: Readonly<Record<IdentityKind, string>> = { role: 'RoleName', user: 'UserName', group: 'GroupName' };

interface RunsAs {
  readonly resource: EvaluatedResource;
  /** The ARN of the role. */
  readonly role: string;
  readonly isSure: Known<boolean>;
}

function kindOf({ resource: { Type } }: EvaluatedResource): IdentityKind {
  return Type === 'AWS::IAM::Role' ? 'role' : Type === 'AWS::IAM::User' ? 'user' : 'group';
}

function nameKey(kind: IdentityKind, name: string): string {
  return `${kind} ${name}`;
}

/** A name tells no path. */
function elsewhere(kind: IdentityKind, name: string, template: Template): GranteeFacts {
  const account = accountOf(template);
  return {
    name,
    constructPath: undefined,
    account,
    arns: kind === 'group' ? anyUserOf(account) : [identityArn(account, `${kind}/${name}`), identityArn(account, `${kind}/*/${name}`)],
    outsideVpc: known(false),
    functions: [],
    isGroup: kind === 'group',
    otherPolicies: unknown(`${kind} ${name} is not in these templates`),
  };
}

function anyUserOf(account: string): string[] {
  return [identityArn(account, 'user/*')];
}

function identityArn(account: string, identity: string): string {
  return `arn:${symbol('AWS', 'Partition')}:iam::${account}:${identity}`;
}

function accountOf({ account }: Template): string {
  return account ?? symbol('AWS', 'AccountId');
}

const LAMBDA: readonly string[] = ['lambda.amazonaws.com', 'lambda.amazonaws.com.cn', `lambda.${symbol('AWS', 'URLSuffix')}`];

/** Nobody but the Lambda service may assume a role with this trust policy, of which no statement names a resource. */
function isForLambdaOnly(trust: unknown): boolean {
  const document = readPolicyDocument(trust);
  return !hasUnreadStatements(document) && document.statements.every(({ effect, principals, notPrincipals }) => effect === 'Deny'
    || (principals.length > 0 && notPrincipals.length === 0 && principals.every(({ type, value }) => type === 'Service' && typeof value === 'string' && LAMBDA.includes(value))));
}

/**
 * Whether the function's requests leave from a VPC. SAM may also have it from its Globals.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function isInsideVpc({ resource, properties, template }: EvaluatedResource): Known<boolean> {
  const inside = readKnown(dig(properties, 'VpcConfig', 'SubnetIds'), (subnets) => Array.isArray(subnets) && subnets.length > 0);
  return resource.Type === 'AWS::Serverless::Function' && !template.hasGlobals && inside.known && !inside.value ? unknown('whether SAM runs the function in a VPC depends on its Globals') : inside;
}

function not(fact: Known<boolean>): Known<boolean> {
  return mapKnown(fact, (holds) => !holds);
}

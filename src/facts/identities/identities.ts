import { awsManagedPolicy } from './aws-managed-policies';
import { ElsewhereIdentity, IdentityFacts, IdentityPolicy } from './identity-facts';
import { PolicyDocument, readPolicyDocument } from '../../policy/policy-document';
import { UnknownValue } from '../../policy/unknown-value';
import { TemplateEvaluator } from '../../template/evaluate-template';
import { constructPathOf, EvaluatedResource, groupBy, isDeployedWith, isNeverDeployedWith } from '../../template/evaluated-resource';
import { Known, known, mapKnown, unknown } from '../../template/known';
import { dig, listOf, textOf } from '../../template/read-json';
import { symbol, withoutSymbols } from '../../template/symbol';
import { AttachedPolicies, AttachedPolicy, MadeIdentity } from '../attached-policies';
import { GranteeFacts } from '../grantee-facts';

/** The types besides those of grants that identities are read from. */
export const IDENTITY_RESOURCE_TYPES: ReadonlySet<string> = new Set(['AWS::IAM::UserToGroupAddition']);

/** The roles and users of templates that are deployed together, looked up by ARN. Each is read when it is asked for first. */
export class Identities {
  private readonly read = new Map<string, IdentityFacts>();
  private readonly attached: AttachedPolicies;
  private index: Index | undefined;

  constructor(private readonly ofType: (type: string) => readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator, attached?: AttachedPolicies) {
    this.attached = attached ?? new AttachedPolicies(ofType, evaluator);
  }

  /** Every role and user, each once. */
  all(): readonly IdentityFacts[] {
    return [...this.indexed.byArn.keys()].map((arn) => this.of(arn)!);
  }

  /** The identity with this ARN, in whatever partition it is written; undefined where it is not in these templates. */
  of(arn: string): IdentityFacts | undefined {
    const key = withoutPartition(arn);
    const made = this.indexed.byArn.get(key);
    const facts = this.read.get(key) ?? (made && this.facts(made));
    if (facts) {
      this.read.set(key, facts);
    }
    return facts;
  }

  /** The roles and users that are in none of these templates, and that policies in them are attached to by name. */
  elsewhere(): readonly ElsewhereIdentity[] {
    const isHere = (arn: string) => this.indexed.byArn.has(withoutPartition(arn));
    return [...this.indexed.policies].filter(([{ isGroup, arns: [arn] }]) => !isGroup && !isHere(arn)).map(([{ arns: [arn], account }, policies]) => (
      { arn, account, policies: policies.map((policy) => ({ ...readAttached(policy), address: policy.resource.address })) }));
  }

  private get indexed(): Index {
    return this.index ??= {
      byArn: groupBy(this.attached.made.filter(({ grantee }) => !grantee.isGroup), ({ grantee }) => [withoutPartition(grantee.arns[0])]),
      policies: groupBy(this.attached.policies, ({ grantees }) => grantees),
      perhaps: groupBy(this.attached.policies, (policy) => policy.perhaps()),
      managed: groupBy(this.ofType('AWS::IAM::ManagedPolicy'), (policy) => [this.reference(policy)]),
      groups: groupBy(this.attached.made.filter(({ grantee }) => grantee.isGroup), ({ resource }) => [this.reference(resource), textOf(dig(resource.properties, 'GroupName'))]),
      additions: groupBy(this.ofType('AWS::IAM::UserToGroupAddition'), ({ properties }) => listOf(dig(properties, 'Users')).map(textOf)),
    };
  }

  private facts(same: readonly MadeIdentity[]): IdentityFacts {
    const [{ resource, grantee }] = same;
    const isUser = resource.resource.Type === 'AWS::IAM::User';
    const trust = this.trustOf(resource);
    const groups = isUser ? this.groupsOf(resource) : known([]);
    const policies = this.policiesOf(resource, grantee);
    const ofGroups = groups.known ? groups.value.flatMap((group) => [...this.policiesOf(resource, group.grantee), ...awsPolicies(group.grantee)])
      : [unknownPolicy(groups.reason, resource)];
    return {
      address: resource.address,
      constructPath: constructPathOf(resource),
      kind: isUser ? 'user' : 'role',
      arn: grantee.arns[0],
      account: grantee.account,
      policies: [
        ...policies, ...awsPolicies(grantee), ...ofGroups,
        // Which of them there is at deployment decides what it may.
        ...same.length > 1 ? [unknownPolicy(`${same.map((one) => one.resource.address.logicalId).join(' and ')} have the same name`, resource)] : [],
      ],
      otherPolicies: [grantee, ...groups.known ? groups.value.map((group) => group.grantee) : []].map(unknownPolicies).reduce(both),
      boundary: this.boundaryOf(resource),
      trust,
      assumedBy: trust.statements.filter(({ effect }) => effect === 'Allow').flatMap(({ principals }) => principals)
        .flatMap(({ type, value }) => type === 'AWS' && typeof value === 'string' && /:(?:role|user)\/|\.Arn⟧$/.test(value) ? [value] : []),
    };
  }

  private policiesOf(identity: EvaluatedResource, grantee: GranteeFacts): IdentityPolicy[] {
    const sure = (this.indexed.policies.get(grantee) ?? []).filter(({ resource }) => !isNeverDeployedWith(resource, identity)).map((policy) => {
      const deployed = isDeployedWith(policy.resource, identity);
      return deployed.known ? readAttached(policy) : unknownPolicy(deployed.reason, policy.resource, policy.path);
    });
    const perhaps = (this.indexed.perhaps.get(grantee) ?? []).filter(({ resource, grantees }) => !grantees.includes(grantee) && !isNeverDeployedWith(resource, identity))
      .map(({ resource, path }) => unknownPolicy(`whom ${resource.address.logicalId} is attached to is decided at deployment`, resource, path));
    return [...sure, ...perhaps];
  }

  /** SAM has functions assume the roles that it makes, unless a function says otherwise. */
  private trustOf({ resource, properties }: EvaluatedResource): PolicyDocument {
    const service = resource.Type === 'AWS::Serverless::Function' ? 'lambda.amazonaws.com' : resource.Type === 'AWS::Serverless::StateMachine' ? 'states.amazonaws.com' : undefined;
    const written = resource.Type === 'AWS::IAM::User' ? { Statement: [] } : dig(properties, 'AssumeRolePolicyDocument');
    return readPolicyDocument(written ?? (service === undefined ? undefined : { Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' } }));
  }

  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
  private boundaryOf(identity: EvaluatedResource): Known<PolicyDocument | undefined> {
    const value = dig(identity.properties, 'PermissionsBoundary');
    if (value === undefined || value instanceof UnknownValue) {
      return value === undefined ? known(undefined) : unknown(value.reason);
    }
    const arn = textOf(value);
    const [found] = this.indexed.managed.get(arn) ?? [];
    const ofAws = awsManagedPolicy(arn);
    if (!found) {
      return ofAws ? known(ofAws) : unknown(`permissions boundary ${withoutSymbols(arn)} is not in these templates`);
    }
    const deployed = isDeployedWith(found, identity);
    return deployed.known ? known(readPolicyDocument(dig(found.properties, 'PolicyDocument'))) : deployed;
  }

  private groupsOf(user: EvaluatedResource): Known<readonly MadeIdentity[]> {
    const added = (this.indexed.additions.get(this.reference(user)) ?? []).map(({ properties }) => dig(properties, 'GroupName'));
    const own = dig(user.properties, 'Groups');
    const names = [...own === undefined ? [] : listOf(own), ...added];
    const open = names.find((name) => name instanceof UnknownValue);
    const found = names.map((name) => this.indexed.groups.get(textOf(name))?.[0]);
    return open instanceof UnknownValue ? unknown(open.reason)
      : found.every((group) => group !== undefined) ? known(found) : unknown(`a group of ${user.address.logicalId} is not in these templates`);
  }

  private reference({ address, template }: EvaluatedResource): string {
    return textOf(this.evaluator.evaluate({ Ref: address.logicalId }, template));
  }
}

interface Index {
  readonly byArn: ReadonlyMap<string, readonly MadeIdentity[]>;
  readonly policies: ReadonlyMap<GranteeFacts, readonly AttachedPolicy[]>;
  readonly perhaps: ReadonlyMap<GranteeFacts, readonly AttachedPolicy[]>;
  readonly managed: ReadonlyMap<string, readonly EvaluatedResource[]>;
  readonly groups: ReadonlyMap<string, readonly MadeIdentity[]>;
  readonly additions: ReadonlyMap<string, readonly EvaluatedResource[]>;
}

function readAttached({ resource, path, json }: AttachedPolicy): IdentityPolicy {
  return { ...readPolicyDocument(json), address: resource.address, path };
}

function unknownPolicy(reason: string, { address }: EvaluatedResource, path: string = ''): IdentityPolicy {
  return { ...readPolicyDocument(new UnknownValue(reason)), address, path };
}

/** The attached policies of AWS that are known here. */
function awsPolicies({ otherPolicies }: GranteeFacts): IdentityPolicy[] {
  return (otherPolicies.known ? otherPolicies.value : []).flatMap((arn): IdentityPolicy[] => {
    const document = awsManagedPolicy(arn);
    return document ? [{ ...document, address: undefined, path: arn }] : [];
  });
}

function unknownPolicies({ otherPolicies }: GranteeFacts): Known<readonly string[]> {
  return mapKnown(otherPolicies, (arns) => arns.filter((arn) => awsManagedPolicy(arn) === undefined));
}

function both(one: Known<readonly string[]>, other: Known<readonly string[]>): Known<readonly string[]> {
  return !one.known ? one : !other.known ? other : known([...one.value, ...other.value]);
}

/** An ARN names its identity in one partition only, which a template need not write. */
function withoutPartition(arn: string): string {
  return arn.replace(/^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:/, `arn:${symbol('AWS', 'Partition')}:`);
}

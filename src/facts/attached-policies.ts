import { GranteeFacts } from './grantee-facts';
import { Grantees, IdentityKind } from './read-grantees';
import { readServerlessPolicies } from './serverless-policies';
import { UnknownValue } from '../policy/unknown-value';
import { alternativesAt } from '../template/alternatives';
import { TemplateEvaluator } from '../template/evaluate-template';
import { EvaluatedResource } from '../template/evaluated-resource';
import { dig, listOf, ownValue, textOf } from '../template/read-json';
import { withoutSymbols } from '../template/symbol';

/** The properties with which a policy names whom it is attached to, by the type of resource. */
const ATTACHED_TO: Readonly<Record<string, Readonly<Record<string, IdentityKind>>>> = {
  'AWS::IAM::Policy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::RolePolicy': { RoleName: 'role' },
  'AWS::IAM::UserPolicy': { UserName: 'user' },
  'AWS::IAM::GroupPolicy': { GroupName: 'group' },
};

const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** What SAM makes a role for. */
const SERVERLESS = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

/** A policy, and whom it is attached to. */
export interface AttachedPolicy {
  readonly resource: EvaluatedResource;
  /** The same in words that stay when policies are added before it: empty where the resource has but one. */
  readonly id: readonly string[];
  /** Where the document stands in the resource. */
  readonly path: string;
  readonly json: unknown;
  readonly grantees: readonly GranteeFacts[];
  /** Whom it may be attached to besides: its names are decided at deployment. Asked for by few, and looked up then. */
  readonly perhaps: () => readonly GranteeFacts[];
}

/** An identity, and the resource that makes it: of a function or state machine of SAM, that itself. */
export interface MadeIdentity {
  readonly resource: EvaluatedResource;
  readonly grantee: GranteeFacts;
}

/** The identities of templates and the policies that are attached to them, read when the first question is asked. */
export class AttachedPolicies {
  private found: { readonly policies: readonly AttachedPolicy[]; readonly identities: readonly MadeIdentity[] } | undefined;

  constructor(private readonly ofType: (type: string) => readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator) {}

  get policies(): readonly AttachedPolicy[] {
    return (this.found ??= this.find()).policies;
  }

  get identities(): readonly GranteeFacts[] {
    return this.made.map(({ grantee }) => grantee);
  }

  /** The same, with the resources that make them. */
  get made(): readonly MadeIdentity[] {
    return (this.found ??= this.find()).identities;
  }

  private find() {
    const resources = IDENTITIES.flatMap(this.ofType);
    const grantees = new Grantees(
      resources, () => ['AWS::Lambda::Function', 'AWS::Serverless::Function'].flatMap(this.ofType), new Set(this.ofType('AWS::IAM::ManagedPolicy').map((policy) => this.reference(policy))), this.evaluator,
    );
    const identities = resources.map((resource) => ({ resource, grantee: grantees.of(resource) }));
    const byManagedPolicy = new Map<string, GranteeFacts[]>();
    for (const { resource, grantee } of identities) {
      for (const policy of listOf(dig(resource.properties, 'ManagedPolicyArns')).map(textOf)) {
        byManagedPolicy.set(policy, [...byManagedPolicy.get(policy) ?? [], grantee]);
      }
    }
    const serverless = SERVERLESS.flatMap(this.ofType).flatMap((resource) => {
      const policies = readServerlessPolicies(dig(resource.properties, 'Policies'), resource.template);
      const grantee = grantees.implicit(resource, policies);
      return grantee ? [{ resource, policies, grantee }] : [];
    });
    for (const { policies, grantee } of serverless) {
      for (const policy of policies) {
        if (policy.kind === 'managed') {
          byManagedPolicy.set(policy.arn, [...byManagedPolicy.get(policy.arn) ?? [], grantee]);
        }
      }
    }
    const ofServerless = serverless.flatMap(({ resource, policies, grantee }) => policies.flatMap((policy, i): AttachedPolicy[] =>
      policy.kind === 'document' ? [{ resource, id: ['Policies'], path: `Policies.${i}`, json: policy.json, grantees: [grantee], perhaps: NOBODY }] : []));
    const inline = identities.flatMap(({ resource, grantee }) => listOf(dig(resource.properties, 'Policies')).map((policy, i): AttachedPolicy => (
      { resource, id: ['Policies', ...wordsOf(dig(policy, 'PolicyName'))], path: `Policies.${i}.PolicyDocument`, json: dig(policy, 'PolicyDocument'), grantees: [grantee], perhaps: NOBODY })));
    const others = Object.entries(ATTACHED_TO).flatMap(([type, properties]) => this.ofType(type).map((resource): AttachedPolicy => {
      const named = Object.entries(properties).flatMap(([property, kind]) =>
        listOf(dig(resource.properties, property)).map(textOf).filter((name) => name !== '').map((name) => grantees.named(kind, name, resource.template)));
      const byArn = byManagedPolicy.get(this.reference(resource)) ?? [];
      return {
        resource,
        id: [],
        path: 'PolicyDocument',
        json: dig(resource.properties, 'PolicyDocument'),
        grantees: [...new Set([...named, ...byArn])],
        perhaps: () => Object.entries(properties).flatMap(([property, kind]) =>
          undecidedNames(resource, property, this.evaluator).flatMap((name) => grantees.perhaps(kind, name, resource))),
      };
    }));
    return { policies: [...inline, ...ofServerless, ...others], identities: [...identities, ...serverless].map(({ resource, grantee }) => ({ resource, grantee })) };
  }

  private reference({ address, template }: EvaluatedResource): string {
    return textOf(this.evaluator.evaluate({ Ref: address.logicalId }, template));
  }
}

const NOBODY = () => [];

/** Neither a symbol nor what is not known is a name that stays. */
function wordsOf(name: unknown): string[] {
  return withoutSymbols(textOf(name)).split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
}

/** The names that may stand in a property where a condition or a parameter decides; what is decided is none of these. */
function undecidedNames({ resource, template, properties }: EvaluatedResource, property: string, evaluator: TemplateEvaluator): readonly unknown[] {
  const value = dig(properties, property);
  if (![value, ...listOf(value)].some((one) => one instanceof UnknownValue)) {
    return [];
  }
  const written = ownValue(resource.Properties, property);
  return (Array.isArray(written) ? written : [written]).flatMap((item) => alternativesAt(item, [], template, evaluator)).flatMap(listOf);
}
